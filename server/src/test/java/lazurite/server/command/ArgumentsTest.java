package lazurite.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
    @Test
    void valuesStandBehindTheirFlagOrBehindAnEqualsSign() {
        Arguments arguments = parse("--data", "-", "one", "--host=a=b", "--in-memory", "--", "--data");
        assertThat(arguments.value("--data")).isEqualTo("-");
        assertThat(arguments.value("--host")).isEqualTo("a=b");
        assertThat(arguments.switches()).containsExactly("--in-memory");
        assertThat(arguments.operands()).containsExactly("one", "--data");
    }

    @Test
    void wrongFlagsAreRefusedWithTheNearestKnown() {
        refused("--hots: there is no such flag; did you mean '--host'?", "--hots", "a");
        refused("--x: there is no such flag; known are --data, --host, --in-memory", "--x");
        refused("--data: expected a value behind it, found none", "--data");
        refused("--data: given twice; keep one of them", "--data", "a", "--data=b");
        refused("--in-memory: given twice; keep one of them", "--in-memory", "--in-memory");
        refused("--in-memory: takes no value, found 'yes'", "--in-memory=yes");
    }

    @Test
    void someFlagsMayBeRepeated() {
        Arguments arguments =
                Arguments.parse(List.of("--key", "a", "--key=b"), Set.of("--key"), Set.of(), Set.of("--key"));
        assertThat(arguments.value("--key")).isEqualTo("a\nb");
    }

    @Test
    void operandsAreCounted() {
        assertThat(parse("a").operands("backup", "the folder")).containsExactly("a");
        assertThatThrownBy(() -> parse().operands("backup", "the folder"))
                .hasMessage("backup: expected the folder, found nothing");
        assertThatThrownBy(() -> parse("a", "b").operands("backup", "the folder"))
                .hasMessage("backup: there is one word too many, 'b'");
    }

    private static Arguments parse(String... words) {
        return Arguments.parse(List.of(words), Set.of("--data", "--host"), Set.of("--in-memory"));
    }

    private static void refused(String message, String... words) {
        assertThatThrownBy(() -> parse(words)).as(String.join(" ", words)).hasMessage(message);
    }
}
