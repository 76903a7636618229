package lazurite.service.blob.tag;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.TagQuery;
import lazurite.service.blob.operation.TagExpression;
import lazurite.service.blob.operation.TagExpression.Operator;
import lazurite.service.blob.tag.TagScanner.Kind;
import lazurite.service.blob.text.HeaderName;
import org.jspecify.annotations.Nullable;

/**
 * Parses conditions on tags ({@code blob.md} §16 of the protocol digest). NOT binds tighter than AND, AND tighter than
 * OR; {@code where} knows AND only.
 */
public final class TagExpressions {
    private static final int DEPTH_MAX = 32;
    private static final int CONDITIONS_MAX = 64;
    private static final int QUERY_TAGS_MAX = 10;
    private static final int QUERY_CONDITIONS_MAX = 2 * QUERY_TAGS_MAX + 1;
    private static final String CONTAINER = "@container";

    /** One comparison of a query. */
    private record Term(String key, Operator operator, String value) {}

    private final TagScanner scanner;
    private int conditions;

    private TagExpressions(String text) {
        this.scanner = new TagScanner(text);
    }

    /** @throws StorageException 400 InvalidHeaderValue naming x-ms-if-tags */
    public static TagExpression parseCondition(String text) {
        try {
            TagExpressions parser = new TagExpressions(text);
            TagExpression expression = parser.or(0);
            parser.expect(Kind.END);
            return expression;
        } catch (MalformedException e) {
            throw new StorageException(ErrorCode.InvalidHeaderValue, ErrorCode.InvalidHeaderValue.message(), e)
                    .with("HeaderName", HeaderName.IF_TAGS.wire())
                    .with("HeaderValue", text)
                    .with("Reason", e.reason());
        }
    }

    /** @throws StorageException 400 InvalidQueryParameterValue naming {@code where} */
    public static TagQuery parseQuery(String text) {
        try {
            TagExpressions parser = new TagExpressions(text);
            List<Term> terms = new ArrayList<>();
            parser.terms(terms, 0);
            parser.expect(Kind.END);
            return query(terms);
        } catch (MalformedException e) {
            throw StorageException.invalidQuery("where", text, e.reason());
        }
    }

    // ---- conditions

    private TagExpression or(int depth) {
        TagExpression left = and(depth);
        while (scanner.kind() == Kind.OR) {
            scanner.advance();
            left = new TagExpression.Or(left, and(depth));
        }
        return left;
    }

    private TagExpression and(int depth) {
        TagExpression left = not(depth);
        while (scanner.kind() == Kind.AND) {
            scanner.advance();
            left = new TagExpression.And(left, not(depth));
        }
        return left;
    }

    private TagExpression not(int depth) {
        require(depth < DEPTH_MAX, "It is nested too deeply.");
        if (scanner.kind() == Kind.NOT) {
            scanner.advance();
            return new TagExpression.Not(not(depth + 1));
        }
        if (scanner.kind() == Kind.OPEN) {
            scanner.advance();
            TagExpression inner = or(depth + 1);
            expect(Kind.CLOSE);
            return inner;
        }
        Term term = term();
        require(!term.key.equalsIgnoreCase(CONTAINER), "A container cannot be compared here.");
        require(++conditions <= CONDITIONS_MAX, "There are too many conditions.");
        return new TagExpression.Compare(term.key, term.operator, term.value);
    }

    // ---- queries

    private void terms(List<Term> terms, int depth) {
        require(depth < DEPTH_MAX, "It is nested too deeply.");
        while (true) {
            if (scanner.kind() == Kind.OPEN) {
                scanner.advance();
                terms(terms, depth + 1);
                expect(Kind.CLOSE);
            } else {
                terms.add(term());
                require(terms.size() <= QUERY_CONDITIONS_MAX, "There are too many conditions.");
            }
            if (scanner.kind() != Kind.AND) {
                return;
            }
            scanner.advance();
        }
    }

    private static TagQuery query(List<Term> terms) {
        String container = null;
        TagExpression expression = null;
        List<String> keys = new ArrayList<>();
        for (int at = 0; at < terms.size(); at++) {
            Term term = terms.get(at);
            require(term.operator != Operator.NOT_EQUAL, "The operator <> is not supported.");
            if (term.key.equalsIgnoreCase(CONTAINER)) {
                require(container == null && term.operator == Operator.EQUAL, "@container must equal one name.");
                container = term.value;
                continue;
            }
            require(
                    TagRules.plain(term.key) && TagRules.plain(term.value),
                    "A character is not permitted in a tag's name or value.");
            requireRange(terms.subList(0, at), term);
            if (!keys.contains(term.key)) {
                keys.add(term.key);
                require(keys.size() <= QUERY_TAGS_MAX, "There are more than 10 tags.");
            }
            TagExpression compare = new TagExpression.Compare(term.key, term.operator, term.value);
            expression = expression == null ? compare : new TagExpression.And(expression, compare);
        }
        if (expression == null) {
            throw new MalformedException("At least one tag must be compared.");
        }
        return new TagQuery(container, expression, List.copyOf(keys));
    }

    /** A key may stand twice only as the two ends of a range. */
    private static void requireRange(List<Term> earlier, Term term) {
        boolean compared = false;
        for (Term other : earlier) {
            if (other.key.equals(term.key)) {
                boolean ends = (lower(other) && upper(term)) || (upper(other) && lower(term));
                require(ends && !compared, "A key is compared twice.");
                compared = true;
            }
        }
    }

    private static boolean lower(Term term) {
        return term.operator == Operator.GREATER || term.operator == Operator.GREATER_OR_EQUAL;
    }

    private static boolean upper(Term term) {
        return term.operator == Operator.LESS || term.operator == Operator.LESS_OR_EQUAL;
    }

    // ---- both

    private Term term() {
        require(scanner.kind() == Kind.KEY, "A tag's name is expected.");
        String key = scanner.text();
        require(!key.isEmpty() && key.length() <= TagRules.KEY_LENGTH_MAX, "A tag's name is too short or too long.");
        scanner.advance();
        Operator operator = operator(scanner.kind());
        if (operator == null) {
            throw new MalformedException("A comparison is expected.");
        }
        scanner.advance();
        require(scanner.kind() == Kind.VALUE, "A value in single quotes is expected.");
        String value = scanner.text();
        require(value.length() <= TagRules.VALUE_LENGTH_MAX, "A value is too long.");
        scanner.advance();
        return new Term(key, operator, value);
    }

    private static @Nullable Operator operator(Kind kind) {
        return switch (kind) {
            case EQUAL -> Operator.EQUAL;
            case NOT_EQUAL -> Operator.NOT_EQUAL;
            case GREATER -> Operator.GREATER;
            case GREATER_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case LESS -> Operator.LESS;
            case LESS_OR_EQUAL -> Operator.LESS_OR_EQUAL;
            case KEY, VALUE, AND, OR, NOT, OPEN, CLOSE, END -> null;
        };
    }

    private void expect(Kind kind) {
        require(scanner.kind() == kind, "Something is missing or out of place.");
        if (kind != Kind.END) {
            scanner.advance();
        }
    }

    private static void require(boolean holds, String reason) {
        if (!holds) {
            throw new MalformedException(reason);
        }
    }

    /** The text is no expression. */
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String reason;

        MalformedException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
