package lazurite.ledger.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lazurite.ledger.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void textIsWrittenAsRfc8785Shows() {
        assertThat(canonical("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\""))
                .isEqualTo("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
        assertThat(canonical("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\u007f\""))
                .isEqualTo("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u007f\"");
    }

    @Test
    void namesAreSortedAsRfc8785Shows() {
        String given = """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }
                """;
        assertThat(canonical(given))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " [ ] | []",
                "{ }|{}",
                "[1 ,2,\t-3]|[1,2,-3]",
                "9007199254740991|9007199254740991",
                "-9007199254740991|-9007199254740991",
                "{\"b\":[true,false,null],\"a\":{\"c\":0}}|{\"a\":{\"c\":0},\"b\":[true,false,null]}"
            })
    void valuesHaveOneForm(String given, String form) {
        assertThat(canonical(given)).isEqualTo(form);
        assertThat(Json.parseCanonical(form.getBytes(UTF_8), 100).canonical()).isEqualTo(form.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[1 2]",
                "{a:1}",
                "{1:1}",
                "nul",
                "nullx",
                "tru",
                "01",
                "-",
                "-0",
                "1.0",
                "1e3",
                "0.5",
                "+1",
                "NaN",
                "9007199254740992",
                "-9007199254740992",
                "99999999999999999999",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\ud800\"",
                "\"\\udc00\\ud800\"",
                "{\"\\ud800\":1}",
                "\"\n\"",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "1 1",
                "\ufeff1",
                "\u00a01",
                "'a'",
                "[1]]"
            })
    void whatHasNoCanonicalFormIsRefused(String given) {
        assertThatThrownBy(() -> canonical(given)).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {" 1", "[1, 2]", "{\"b\":1,\"a\":2}", "\"\\u0041\"", "\"\\/\"", "\"\\u000A\""})
    void anotherSpellingIsNotCanonical(String given) {
        canonical(given);
        assertThatThrownBy(() -> Json.parseCanonical(given.getBytes(UTF_8), 1000))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void depthAndSizeAreBounded() {
        canonical("[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX));

        assertThatThrownBy(() -> canonical("[".repeat(100_000))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> canonical("{\"a\":".repeat(33) + "1" + "}".repeat(33)))
                .hasMessageContaining("deeper");
        assertThatThrownBy(() -> Json.parse("[1]".getBytes(UTF_8), 2)).hasMessageContaining("at most 2");
        assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}, 10))
                .hasMessageContaining("UTF-8");
    }

    private static String canonical(String given) {
        return new String(Json.parse(given.getBytes(UTF_8), 1 << 20).canonical(), UTF_8);
    }
}
