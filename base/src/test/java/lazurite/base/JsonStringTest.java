package lazurite.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JsonStringTest {
    private static final String VALUE = "a\"\\/\b\t\n\u000b\f\r\u0000\u001f\u007f\u00fc\ud83d\ude00\uffff";

    @Test
    void theCanonicalFormIsTheShortest() {
        assertThat(written(JsonString.CANONICAL))
                .isEqualTo("\"a\\\"\\\\/\\b\\t\\n\\u000b\\f\\r\\u0000\\u001f\u007f\u00fc\ud83d\ude00\uffff\"");
    }

    @Test
    void thePlainFormHasControlCharactersByTheirNumber() {
        assertThat(written(JsonString.PLAIN))
                .isEqualTo("\"a\\\"\\\\/\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u0000\\u001f"
                        + "\u007f\u00fc\ud83d\ude00\uffff\"");
    }

    @Test
    void lineEndsAndTabsAloneMayHaveALetter() {
        assertThat(written(JsonString.SPACES))
                .isEqualTo("\"a\\\"\\\\/\\u0008\\t\\n\\u000b\\u000c\\r\\u0000\\u001f"
                        + "\u007f\u00fc\ud83d\ude00\uffff\"");
    }

    @Test
    void theAsciiFormHasAllElseByItsNumber() {
        assertThat(written(JsonString.ASCII))
                .isEqualTo("\"a\\\"\\\\/\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u0000\\u001f"
                        + "\\u007f\\u00fc\\ud83d\\ude00\\uffff\"");
    }

    private static String written(JsonString form) {
        StringBuilder out = new StringBuilder();
        form.write(VALUE, out);
        return out.toString();
    }
}
