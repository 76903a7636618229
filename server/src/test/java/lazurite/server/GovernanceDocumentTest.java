package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lazurite.governance.role.CedarPermissions;
import lazurite.server.desk.Deeds;
import org.junit.jupiter.api.Test;

/** docs/governance.md says what is true. */
final class GovernanceDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/governance.md");

    @Test
    void thePoliciesAreShownAsTheyAre() throws Exception {
        assertThat(Files.readString(DOCUMENT)).contains("```\n" + CedarPermissions.policies() + "```");
    }

    @Test
    void everyCommandIsDescribed() throws Exception {
        String document = Files.readString(DOCUMENT);
        assertThat(Deeds.words()).allSatisfy(words -> assertThat(document).contains("lazurite " + words));
    }
}
