package lazurite.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JsonTextTest {
    private static final String VALUE = "a\"\\/\b\t\n\u000b\f\r\u0000\u001f\u007f\u00fc\ud83d\ude00\uffff";

    @Test
    void theCanonicalFormIsTheShortest() {
        assertThat(written(JsonText.CANONICAL))
                .isEqualTo("\"a\\\"\\\\/\\b\\t\\n\\u000b\\f\\r\\u0000\\u001f\u007f\u00fc\ud83d\ude00\uffff\"");
    }

    @Test
    void thePlainFormHasControlCharactersByTheirNumber() {
        assertThat(written(JsonText.PLAIN))
                .isEqualTo("\"a\\\"\\\\/\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u0000\\u001f"
                        + "\u007f\u00fc\ud83d\ude00\uffff\"");
    }

    @Test
    void theAsciiFormHasAllElseByItsNumber() {
        assertThat(written(JsonText.ASCII))
                .isEqualTo("\"a\\\"\\\\/\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u0000\\u001f"
                        + "\\u007f\\u00fc\\ud83d\\ude00\\uffff\"");
    }

    private static String written(JsonText form) {
        StringBuilder out = new StringBuilder();
        form.write(VALUE, out);
        return out.toString();
    }
}
