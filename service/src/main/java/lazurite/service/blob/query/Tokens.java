package lazurite.service.blob.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/** The words of a SQL text, read from left to right. */
final class Tokens {
    private static final int TOKENS_MAX = 50_000;
    private static final Set<String> PAIRS = Set.of("<=", ">=", "<>", "!=");
    private static final String SINGLES = "()[],.*+-/%=<>;";

    private final List<Token> tokens;
    private int at;

    private Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** What a token is. */
    enum Kind {
        /** A name or keyword without quotes. */
        WORD,
        /** A name in double quotes. */
        QUOTED,
        /** A text in single quotes. */
        STRING,
        NUMBER,
        SYMBOL,
        END
    }

    /** @param text without its quotes */
    record Token(Kind kind, String text, int position) {
        boolean is(String word) {
            return (kind == Kind.WORD && text.equalsIgnoreCase(word)) || (kind == Kind.SYMBOL && text.equals(word));
        }

        String upper() {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    /** @throws StorageException 400 InvalidInput */
    static Tokens of(String sql) {
        List<Token> tokens = new ArrayList<>();
        int position = 0;
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (Character.isWhitespace(c)) {
                position++;
                continue;
            }
            if (tokens.size() == TOKENS_MAX) {
                throw refusal("It has more than " + TOKENS_MAX + " words.", position);
            }
            int end = end(sql, position, c);
            tokens.add(token(sql, position, end, c));
            position = end;
        }
        tokens.add(new Token(Kind.END, "", sql.length()));
        return new Tokens(tokens);
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The token behind the next one. */
    Token second() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** Takes the word or symbol if it is next. */
    boolean take(String word) {
        boolean taken = peek().is(word);
        if (taken) {
            at++;
        }
        return taken;
    }

    void require(String word) {
        if (!take(word)) {
            throw unexpected("Expected " + word + ".");
        }
    }

    /** The name that the table is given in FROM; null if none. */
    @Nullable
    String aliasOf(String table) {
        int from = 0;
        while (!(tokens.get(from).is("FROM") && token(from + 1).is(table))) {
            if (++from == tokens.size()) {
                return null;
            }
        }
        int behind = from + 2;
        while (token(behind).is(".") || token(behind).is("[")) {
            behind += token(behind).is(".") ? 2 : 3;
        }
        Token name = token(token(behind).is("AS") ? behind + 1 : behind);
        boolean named = name.kind() == Kind.QUOTED || (name.kind() == Kind.WORD && !ExpressionParser.reserved(name));
        return named ? name.text() : null;
    }

    private Token token(int place) {
        return tokens.get(Math.min(place, tokens.size() - 1));
    }

    /** 400 InvalidInput at the next token. */
    StorageException unexpected(String reason) {
        return refusal(reason, peek().position());
    }

    static StorageException refusal(String reason, int position) {
        return new StorageException(
                ErrorCode.InvalidInput, "The query is not valid at character " + (position + 1) + ". " + reason);
    }

    private static Token token(String sql, int start, int end, char c) {
        if (c == '\'' || c == '"') {
            String quote = String.valueOf(c);
            String text = sql.substring(start + 1, end - 1).replace(quote + quote, quote);
            return new Token(c == '"' ? Kind.QUOTED : Kind.STRING, text, start);
        }
        String text = sql.substring(start, end);
        return new Token(digit(c) ? Kind.NUMBER : letter(c) ? Kind.WORD : Kind.SYMBOL, text, start);
    }

    private static int end(String sql, int start, char c) {
        if (c == '\'' || c == '"') {
            return quoted(sql, start, c);
        }
        if (digit(c)) {
            return number(sql, start);
        }
        int end = start;
        while (end < sql.length() && (letter(sql.charAt(end)) || digit(sql.charAt(end)))) {
            end++;
        }
        if (end > start) {
            return end;
        }
        if (start + 2 <= sql.length() && PAIRS.contains(sql.substring(start, start + 2))) {
            return start + 2;
        }
        if (SINGLES.indexOf(c) < 0) {
            throw refusal("A character is not expected here.", start);
        }
        return start + 1;
    }

    private static int quoted(String sql, int start, char quote) {
        int close = start;
        do {
            close = sql.indexOf(quote, close + 1);
            if (close < 0) {
                throw refusal("A quote is not closed.", start);
            }
            if (close + 1 < sql.length() && sql.charAt(close + 1) == quote) {
                close++;
            } else {
                return close + 1;
            }
        } while (true);
    }

    /** Digits, a fraction, an exponent. */
    private static int number(String sql, int start) {
        int end = digits(sql, start);
        if (end < sql.length() && sql.charAt(end) == '.') {
            end = digits(sql, end + 1);
        }
        if (end < sql.length() && (sql.charAt(end) == 'e' || sql.charAt(end) == 'E')) {
            int sign = end + 1 < sql.length() && "+-".indexOf(sql.charAt(end + 1)) >= 0 ? 1 : 0;
            int last = digits(sql, end + 1 + sign);
            if (last > end + 1 + sign) {
                end = last;
            }
        }
        if (end < sql.length() && letter(sql.charAt(end))) {
            throw refusal("A number ends in letters.", end);
        }
        return end;
    }

    private static int digits(String sql, int start) {
        int end = start;
        while (end < sql.length() && digit(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(char c) {
        return c == '_' || c == '$' || Character.isLetter(c);
    }
}
