package lazurite.service.blob.query;

import static lazurite.service.blob.query.Asked.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random conditions over random rows choose what a tiny model of three-valued logic chooses. */
final class ReferenceTest {
    private static final int ROUNDS = 2_000;
    private static final List<String> FIELDS = List.of("a", "b", "c");

    /** A condition as text, and what it is on a row: null if unknown. */
    private record Condition(String sql, Function<Map<String, Long>, @Nullable Boolean> holds) {}

    /** A number as text, and what it is on a row: null if absent. */
    private record Term(String sql, Function<Map<String, Long>, @Nullable Long> value) {}

    @Test
    void conditionsChooseWhatTheModelChooses() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Map<String, Long>> rows = rows(random);
            Condition condition = condition(random, 4);
            StringBuilder blob = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < rows.size(); i++) {
                blob.append(json(i, rows.get(i))).append('\n');
                if (Boolean.TRUE.equals(condition.holds().apply(rows.get(i)))) {
                    expected.append("{\"id\":").append(i).append("}\n");
                }
            }
            String sql = "SELECT id FROM BlobStorage WHERE " + condition.sql();
            Asked asked = Asked.of(sql, JSON, JSON, blob.toString());
            assertThat(asked.errors()).as("seed %s: %s", seed, sql).isEmpty();
            assertThat(asked.text()).as("seed %s: %s over %s", seed, sql, blob).isEqualTo(expected.toString());
        }
    }

    /** Fields are small numbers, null, or not there. */
    private static List<Map<String, Long>> rows(Random random) {
        List<Map<String, Long>> rows = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            Map<String, Long> row = new TreeMap<>();
            for (String field : FIELDS) {
                int kind = random.nextInt(8);
                if (kind > 1) {
                    row.put(field, (long) random.nextInt(-3, 4));
                } else if (kind == 1) {
                    row.put(field, Long.MIN_VALUE);
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static String json(int id, Map<String, Long> row) {
        StringBuilder json = new StringBuilder("{\"id\":" + id);
        row.forEach((field, value) ->
                json.append(",\"" + field + "\":" + (value == Long.MIN_VALUE ? "null" : value.toString())));
        return json.append('}').toString();
    }

    private static Condition condition(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return simple(random);
        }
        Condition left = condition(random, depth - 1);
        Condition right = condition(random, depth - 1);
        return switch (random.nextInt(3)) {
            case 0 -> new Condition("(" + left.sql() + " AND " + right.sql() + ")", and(left, right));
            case 1 -> new Condition("(" + left.sql() + " OR " + right.sql() + ")", or(left, right));
            default ->
                new Condition("NOT (" + left.sql() + ")", row -> {
                    Boolean value = left.holds().apply(row);
                    return value == null ? null : !value;
                });
        };
    }

    private static Function<Map<String, Long>, @Nullable Boolean> and(Condition left, Condition right) {
        return row -> {
            Boolean a = left.holds().apply(row);
            Boolean b = right.holds().apply(row);
            if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
                return false;
            }
            return (a == null || b == null) ? null : Boolean.TRUE;
        };
    }

    private static Function<Map<String, Long>, @Nullable Boolean> or(Condition left, Condition right) {
        return row -> {
            Boolean a = left.holds().apply(row);
            Boolean b = right.holds().apply(row);
            if (Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b)) {
                return true;
            }
            return (a == null || b == null) ? null : Boolean.FALSE;
        };
    }

    private static Condition simple(Random random) {
        Term left = term(random, 2);
        Term right = term(random, 2);
        Term third = term(random, 1);
        return switch (random.nextInt(8)) {
            case 0 -> compared(left, "=", right, order -> order == 0);
            case 1 -> compared(left, "<>", right, order -> order != 0);
            case 2 -> compared(left, "<", right, order -> order < 0);
            case 3 -> compared(left, ">=", right, order -> order >= 0);
            case 4 -> new Condition(left.sql() + " IS NULL", row -> left.value().apply(row) == null);
            case 5 -> {
                String field = FIELDS.get(random.nextInt(FIELDS.size()));
                yield new Condition(field + " IS NOT MISSING", row -> row.containsKey(field));
            }
            case 6 ->
                new Condition(
                        left.sql() + " IN (" + right.sql() + ", " + third.sql() + ")",
                        or(compared(left, "=", right, order -> order == 0), compared(left, "=", third, o -> o == 0)));
            default ->
                new Condition(
                        left.sql() + " BETWEEN " + right.sql() + " AND " + third.sql(),
                        and(compared(left, ">=", right, o -> o >= 0), compared(left, "<=", third, o -> o <= 0)));
        };
    }

    private static Condition compared(Term left, String operator, Term right, IntPredicate holds) {
        return new Condition(left.sql() + " " + operator + " " + right.sql(), row -> {
            Long a = left.value().apply(row);
            Long b = right.value().apply(row);
            return (a == null || b == null) ? null : holds.test(Long.compare(a, b));
        });
    }

    private static Term term(Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            int number = random.nextInt(-3, 4);
            return new Term(Integer.toString(number), _ -> (long) number);
        }
        if (random.nextInt(2) == 0) {
            String field = FIELDS.get(random.nextInt(FIELDS.size()));
            return new Term(field, row -> {
                Long value = row.get(field);
                return (value == null || value == Long.MIN_VALUE) ? null : value;
            });
        }
        Term left = term(random, depth - 1);
        Term right = term(random, depth - 1);
        String operator = List.of("+", "-", "*").get(random.nextInt(3));
        return new Term("(" + left.sql() + " " + operator + " " + right.sql() + ")", row -> {
            Long a = left.value().apply(row);
            Long b = right.value().apply(row);
            return (a == null || b == null)
                    ? null
                    : switch (operator) {
                        case "+" -> a + b;
                        case "-" -> a - b;
                        default -> a * b;
                    };
        });
    }
}
