package lazurite.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void aPortIsNotGivenAgainBeforeItCanBeUsed() {
        assertThat(Stream.generate(Ports::free).limit(500)).doesNotHaveDuplicates();
    }
}
