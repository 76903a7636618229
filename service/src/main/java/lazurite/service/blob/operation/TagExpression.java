package lazurite.service.blob.operation;

import java.util.Map;

/**
 * A condition on tags: x-ms-if-tags, or the {@code where} of Find Blobs by Tags. Values compare ordinally; a missing
 * tag satisfies nothing but {@code <>} and NOT.
 */
public sealed interface TagExpression {
    boolean holds(Map<String, String> tags);

    /** Comparison of one tag. */
    record Compare(String key, Operator operator, String value) implements TagExpression {
        @Override
        public boolean holds(Map<String, String> tags) {
            String actual = tags.get(key);
            if (actual == null) {
                return operator == Operator.NOT_EQUAL;
            }
            int order = actual.compareTo(value);
            return switch (operator) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
            };
        }
    }

    record And(TagExpression left, TagExpression right) implements TagExpression {
        @Override
        public boolean holds(Map<String, String> tags) {
            return left.holds(tags) && right.holds(tags);
        }
    }

    record Or(TagExpression left, TagExpression right) implements TagExpression {
        @Override
        public boolean holds(Map<String, String> tags) {
            return left.holds(tags) || right.holds(tags);
        }
    }

    record Not(TagExpression inner) implements TagExpression {
        @Override
        public boolean holds(Map<String, String> tags) {
            return !inner.holds(tags);
        }
    }

    /** Comparison operators of the language. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }
}
