package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command said to people, output and errors alike, and its exit status. */
record Said(int status, String text) {
    static Said by(String... words) {
        return by(List.of(words));
    }

    static Said by(List<String> words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int status = Main.run(words, out, out);
        return new Said(status, bytes.toString(StandardCharsets.UTF_8));
    }

    /** What it said, the exit status being this one. */
    String with(int expected) {
        assertThat(status).as(text).isEqualTo(expected);
        return text;
    }
}
