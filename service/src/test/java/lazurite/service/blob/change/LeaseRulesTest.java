package lazurite.service.blob.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.record.Lease;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outcome table of the lease operations: rows are actions, columns the state the lease is in. */
final class LeaseRulesTest {
    private static final String A = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
    private static final String B = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
    private static final String C = "cccccccc-cccc-4ccc-8ccc-cccccccccccc";
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            acquire   | LEASED | LeaseAlreadyPresent | LeaseAlreadyPresent | LEASED | LEASED
            acquire A | LEASED | LEASED | LeaseIsBreakingAndCannotBeAcquired | LEASED | LEASED
            acquire B | LEASED | LeaseAlreadyPresent | LeaseAlreadyPresent | LEASED | LEASED
            break 0   | LeaseNotPresentWithLeaseOperation | BROKEN | BROKEN | BROKEN | BROKEN
            break 10  | LeaseNotPresentWithLeaseOperation | BREAKING | BREAKING | BROKEN | BROKEN
            break     | LeaseNotPresentWithLeaseOperation | BREAKING | BREAKING | BROKEN | BROKEN
            change A B | LeaseNotPresentWithLeaseOperation | LEASED | LeaseIsBreakingAndCannotBeChanged | LeaseNotPresentWithLeaseOperation | LeaseNotPresentWithLeaseOperation
            change B A | LeaseNotPresentWithLeaseOperation | LEASED | LeaseIdMismatchWithLeaseOperation | LeaseNotPresentWithLeaseOperation | LeaseNotPresentWithLeaseOperation
            change B C | LeaseNotPresentWithLeaseOperation | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation | LeaseNotPresentWithLeaseOperation | LeaseNotPresentWithLeaseOperation
            renew A   | LeaseIdMismatchWithLeaseOperation | LEASED | LeaseIsBrokenAndCannotBeRenewed | LeaseIsBrokenAndCannotBeRenewed | LEASED
            renew B   | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation
            release A | LeaseIdMismatchWithLeaseOperation | AVAILABLE | AVAILABLE | AVAILABLE | AVAILABLE
            release B | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation | LeaseIdMismatchWithLeaseOperation
            """)
    void everyActionHasAzuresOutcomeInEveryState(
            String action, String available, String leased, String breaking, String broken, String expired) {
        assertOutcome(action, null, available);
        assertOutcome(action, new Lease(A, 60, NOW.plusSeconds(30), false), leased);
        assertOutcome(action, new Lease(A, 60, NOW.plusSeconds(20), true), breaking);
        assertOutcome(action, new Lease(A, 60, NOW.minusSeconds(5), true), broken);
        assertOutcome(action, new Lease(A, 60, NOW.minusSeconds(5), false), expired);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            A | LeaseNotPresentWithBlobOperation | ok | ok | LeaseLost | LeaseLost
            B | LeaseNotPresentWithBlobOperation | LeaseIdMismatchWithBlobOperation | LeaseIdMismatchWithBlobOperation | LeaseIdMismatchWithBlobOperation | LeaseIdMismatchWithBlobOperation
            - | ok | LeaseIdMissing | LeaseIdMissing | ok | ok
            """)
    void writesNeedTheIdOfTheLeaseInForce(
            @Nullable String id, String available, String leased, String breaking, String broken, String expired) {
        assertWrite(id, null, available);
        assertWrite(id, new Lease(A, 60, NOW.plusSeconds(30), false), leased);
        assertWrite(id, new Lease(A, 60, NOW.plusSeconds(20), true), breaking);
        assertWrite(id, new Lease(A, 60, NOW.minusSeconds(5), true), broken);
        assertWrite(id, new Lease(A, 60, NOW.minusSeconds(5), false), expired);
    }

    @ParameterizedTest
    @CsvSource({"30,10,10", "30,60,30", "30,-1,30"})
    void breakingAFixedLeaseNeverTakesLongerThanWhatIsLeft(int left, int period, int expected) {
        Lease lease = new Lease(A, 60, NOW.plusSeconds(left), false);
        LeaseRules.Outcome outcome =
                LeaseRules.apply(new LeaseAction.Break(period < 0 ? null : period), lease, NOW, UUID::randomUUID);
        assertThat(outcome.secondsLeft()).isEqualTo(expected);
        assertThat(Lease.state(outcome.lease(), NOW.plus(Duration.ofSeconds(expected))))
                .isEqualTo(Lease.State.BROKEN);
    }

    private static void assertOutcome(String text, @Nullable Lease lease, String expected) {
        LeaseAction action = action(text);
        if (expected.startsWith("Lease")) {
            assertThatThrownBy(() -> LeaseRules.apply(action, lease, NOW, UUID::randomUUID))
                    .as("%s on %s", text, lease)
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.valueOf(expected)));
        } else {
            assertThat(Lease.state(
                            LeaseRules.apply(action, lease, NOW, UUID::randomUUID)
                                    .lease(),
                            NOW))
                    .as("%s on %s", text, lease)
                    .isEqualTo(Lease.State.valueOf(expected));
        }
    }

    private static void assertWrite(@Nullable String id, @Nullable Lease lease, String expected) {
        Runnable write = () -> LeaseRules.checkBlobWrite(lease, id == null ? null : id(id), NOW);
        if (expected.equals("ok")) {
            write.run();
        } else {
            assertThatThrownBy(write::run)
                    .as("write with %s on %s", id, lease)
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.valueOf(expected)));
        }
    }

    private static LeaseAction action(String text) {
        String[] words = text.trim().split(" ", -1);
        return switch (words[0]) {
            case "acquire" -> new LeaseAction.Acquire(15, words.length > 1 ? id(words[1]) : null);
            case "renew" -> new LeaseAction.Renew(id(words[1]));
            case "change" -> new LeaseAction.Change(id(words[1]), id(words[2]));
            case "release" -> new LeaseAction.Release(id(words[1]));
            case "break" -> new LeaseAction.Break(words.length > 1 ? Integer.valueOf(words[1]) : null);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String id(String letter) {
        return switch (letter) {
            case "A" -> A;
            case "B" -> B;
            default -> C;
        };
    }
}
