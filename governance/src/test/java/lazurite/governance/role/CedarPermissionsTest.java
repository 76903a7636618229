package lazurite.governance.role;

import static lazurite.governance.event.Role.APPEAL_BOARD;
import static lazurite.governance.event.Role.OPERATOR;
import static lazurite.governance.event.Role.RATIFIER;
import static lazurite.governance.event.Role.REVIEWER;
import static lazurite.ledger.entry.EntryType.APPEAL_DECIDED;
import static lazurite.ledger.entry.EntryType.CASE_DECISION;
import static lazurite.ledger.entry.EntryType.CASE_RENEWED;
import static lazurite.ledger.entry.EntryType.ENFORCEMENT_ORDERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.governance.role.Permissions.Question;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.key.KeyAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CedarPermissionsTest {
    private static final String KEY = Base64.getEncoder()
            .encodeToString(KeyAlgorithm.ED25519.raw(
                    KeyAlgorithm.ED25519.pair(new byte[32]).getPublic()));
    private static final Set<String> NOBODY = Set.of();
    private static final Set<String> OTHER = Set.of("other");
    private static final Set<String> SELF = Set.of("ada");

    @TempDir
    private static Path natives;

    private final Permissions permissions = new CedarPermissions(natives);

    @Test
    void eachRoleMayHaveItsEntriesMadeAndNoOthers() {
        for (EntryType type : EntryType.values()) {
            Set<Role> expected = byDocument(type);
            for (Role role : Role.values()) {
                assertThat(ask(Set.of(role), type, false, OTHER, NOBODY))
                        .as(role + " " + type.wire())
                        .isEqualTo(expected.contains(role));
            }
        }
    }

    /** The column "by" of docs/formats/entries.md. */
    private static Set<Role> byDocument(EntryType type) {
        return switch (type) {
            case SIGNAL_DISMISSED, CASE_OPENED, CASE_EVIDENCE, CASE_NOTICE, CASE_DECISION -> Set.of(REVIEWER);
            case CASE_RENEWED, ENFORCEMENT_ORDERED -> Set.of(RATIFIER);
            case ENFORCEMENT_LIFTED -> Set.of(REVIEWER, RATIFIER);
            case EXPORT_OFFERED -> Set.of(REVIEWER, RATIFIER, OPERATOR);
            case APPEAL_DECIDED -> Set.of(APPEAL_BOARD);
            case METER_DISPUTED,
                    CASE_REPLY,
                    APPEAL_FILED,
                    LOCKBOX_REQUESTED,
                    LOCKBOX_USED,
                    LOCKBOX_CLOSED,
                    PUBLICATION_PUBLISHED,
                    PUBLICATION_UPDATED,
                    PUBLICATION_WITHDRAWN,
                    PUBLICATION_RESTORED,
                    LEGAL_DEMAND,
                    LEGAL_SEALED,
                    SUBSCRIPTION_OPENED,
                    SUBSCRIPTION_PURPOSE_CHANGED,
                    SUBSCRIPTION_CLOSED -> Set.of(OPERATOR);
            case OPERATOR_ROSTER -> Set.of(Role.values());
            case LOG_GENESIS,
                    LOG_RESUMED,
                    COMMAND_REFUSED,
                    KEY_ROTATED,
                    SOFTWARE_RELEASE,
                    TERMS_VERSION,
                    SIGNAL_CODE,
                    METER_DAILY,
                    METER_CORRECTED,
                    SIGNAL_RAISED,
                    CASE_EXPIRED,
                    ENFORCEMENT_EFFECTIVE,
                    EXPORT_SERVED,
                    LOCKBOX_APPROVED,
                    LOCKBOX_DENIED,
                    KEY_RELEASED,
                    KEY_DESTROYED,
                    LEGAL_UNSEALED,
                    REPORT_PUBLISHED,
                    HEARTBEAT -> Set.of();
        };
    }

    @Test
    void inAnEmergencyReviewersOrderAndNobodyElse() {
        for (Role role : Role.values()) {
            assertThat(ask(Set.of(role), ENFORCEMENT_ORDERED, true, NOBODY, NOBODY))
                    .as(role.label())
                    .isEqualTo(role == REVIEWER);
        }
    }

    @Test
    void ratifiersRatifyAndNobodyElse() {
        for (Role role : Role.values()) {
            assertThat(ask(Set.of(role), CASE_DECISION, false, NOBODY, OTHER))
                    .as(role.label())
                    .isEqualTo(role == RATIFIER);
        }
    }

    @Test
    void noRolesTogetherUndoSeparation() {
        Set<Role> all = Set.of(Role.values());
        List<String> permitted = new ArrayList<>();
        for (EntryType type : List.of(CASE_DECISION, CASE_RENEWED, ENFORCEMENT_ORDERED, APPEAL_DECIDED)) {
            for (Set<String> deciders : List.of(OTHER, SELF)) {
                for (Set<String> orderers : List.of(OTHER, SELF)) {
                    if (ask(all, type, false, deciders, orderers)) {
                        permitted.add(type.wire() + " decided by " + deciders + " ordered by " + orderers);
                    }
                }
            }
        }
        assertThat(permitted)
                .containsExactly(
                        "case.decision decided by [other] ordered by [other]",
                        "case.decision decided by [ada] ordered by [other]",
                        "case.renewed decided by [other] ordered by [other]",
                        "case.renewed decided by [other] ordered by [ada]",
                        "enforcement.ordered decided by [other] ordered by [other]",
                        "enforcement.ordered decided by [other] ordered by [ada]",
                        "appeal.decided decided by [other] ordered by [other]");
    }

    @Test
    void whatIsNotLoadableRefusesWhatIsAskedAndNothingElse() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(natives.resolve("asked").toFile());
        builder.environment()
                .put("CEDAR_JAVA_FFI_LIB", natives.resolve("nowhere").toString());
        assertThat(builder.start().waitFor()).isZero();
        assertThat(Files.readString(natives.resolve("asked"), StandardCharsets.UTF_8))
                .contains("Refused: Nobody can be permitted anything here", "Refused again", "goes on");
    }

    private boolean ask(
            Set<Role> roles, EntryType type, boolean emergency, Set<String> deciders, Set<String> orderers) {
        return permissions.permits(new Question(new Holder("ada", roles, KEY), type, emergency, deciders, orderers));
    }

    /** A process in which the library does not load. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] none) {
            Permissions broken = new CedarPermissions(Path.of("unused"));
            Question question =
                    new Question(new Holder("ada", Set.of(REVIEWER), KEY), CASE_DECISION, false, NOBODY, NOBODY);
            assertThatThrownBy(() -> broken.permits(question))
                    .isInstanceOfSatisfying(
                            RefusedException.class, refused -> System.out.println("Refused: " + refused.getMessage()));
            assertThatThrownBy(() -> broken.permits(question)).isInstanceOf(RefusedException.class);
            System.out.println("Refused again");
            System.out.println("goes on");
        }
    }
}
