package lazurite.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ErrorCodeTest {
    @Test
    void everyCodeHasAClientOrServerStatusAndAMessage() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(code.status()).as(code.name()).isBetween(300, 599);
            assertThat(code.message()).as(code.name()).isNotBlank();
            assertThat(code.wire()).as(code.name()).matches("[A-Za-z0-9]+");
        }
    }

    @Test
    void notModifiedReadsAsConditionNotMetOnTheWire() {
        assertThat(ErrorCode.NotModified.wire()).isEqualTo("ConditionNotMet");
    }
}
