package lazurite.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazurite.service.account.Aging;
import lazurite.service.account.LifecyclePolicy;
import lazurite.service.account.LifecyclePolicy.Act;
import lazurite.service.account.LifecyclePolicy.Age;
import lazurite.service.account.LifecyclePolicy.Filters;
import lazurite.service.account.LifecyclePolicy.Kind;
import lazurite.service.account.LifecyclePolicy.Rule;
import lazurite.service.account.LifecyclePolicy.TagMatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Azure's management policies, as its tools write them. */
final class LifecycleReaderTest {
    private static final String RULE = """
            {"rules": [{"name": "r", "type": "Lifecycle", "definition": {
              "filters": {"blobTypes": ["blockBlob"]},
              "actions": {"baseBlob": {"delete": {"daysAfterModificationGreaterThan": 9}}}
            }}]}
            """;

    @TempDir
    Path folder;

    @Test
    void everythingThatAPolicySaysIsRead() throws IOException {
        LifecyclePolicy policy = read("""
                {
                  "rules": [
                    {
                      "enabled": false,
                      "name": "all",
                      "type": "Lifecycle",
                      "definition": {
                        "filters": {
                          "blobTypes": ["blockBlob", "appendBlob"],
                          "prefixMatch": ["c/logs", "d"],
                          "blobIndexMatch": [{"name": "Project", "op": "==", "value": "Contoso"}]
                        },
                        "actions": {
                          "baseBlob": {
                            "enableAutoTierToHotFromCool": true,
                            "tierToHot": {"daysAfterCreationGreaterThan": 0},
                            "tierToCool": {"daysAfterLastAccessTimeGreaterThan": 30},
                            "tierToCold": {"daysAfterModificationGreaterThan": 60},
                            "tierToArchive": {"daysAfterModificationGreaterThan": 90, "daysAfterLastTierChangeGreaterThan": 7},
                            "delete": {"daysAfterModificationGreaterThan": 2555}
                          },
                          "snapshot": {"tierToCool": {"daysAfterCreationGreaterThan": 1}},
                          "version": {"delete": {"daysAfterCreationGreaterThan": 2}}
                        }
                      }
                    }
                  ]
                }
                """);
        Rule rule = new Rule(
                "all",
                false,
                new Filters(
                        Set.of(Kind.BLOCK, Kind.APPEND),
                        List.of("c/logs", "d"),
                        List.of(new TagMatch("Project", "Contoso"))),
                Map.of(
                        Act.HOT, new Age(null, 0, null, null),
                        Act.COOL, new Age(null, null, 30, null),
                        Act.COLD, new Age(60, null, null, null),
                        Act.ARCHIVE, new Age(90, null, null, 7),
                        Act.DELETE, new Age(2555, null, null, null)),
                Map.of(Act.COOL, new Age(null, 1, null, null)),
                Map.of(Act.DELETE, new Age(null, 2, null, null)),
                true);
        assertThat(policy.rules()).containsExactly(rule);
        assertThat(policy.file()).isEqualTo(folder.resolve("policy.json").toString());
        assertThat(policy.needsAccess()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"delete\"|\"deleted\"|rules[].definition.actions.baseBlob.deleted",
                "GreaterThan|LessThan|daysAfterModificationLessThan",
                "Modification|LastTierChange|daysAfterLastTierChangeGreaterThan",
                "baseBlob|snapshot|daysAfterModificationGreaterThan",
                "blockBlob|pageBlob|expected blockBlob or appendBlob, found 'pageBlob'",
                "[\"blockBlob\"]|[]|blobTypes",
                "\"name\": \"r\",|\"nmae\": \"r\",|rules[].name",
                "Lifecycle|Deathcycle|expected Lifecycle",
                "9}|-1}|a whole number from 0 to 99999",
                "9}|1.5}|a whole number from 0 to 99999",
                "{\"daysAfterModificationGreaterThan\": 9}|{}|takes exactly one of",
                "{\"delete\": {\"daysAfterModificationGreaterThan\": 9}}|{}|found nothing",
                "{\"delete\"|{\"enableAutoTierToHotFromCool\": true, \"delete\"|has a meaning only beside",
                "}}]}|}}], \"version\": 1}|version",
                "\"rules\": [{|\"rules\": [], \"x\": [{|x",
            })
    void whatAzureRefusesIsRefusedByName(String part, String other, String said) throws IOException {
        assertThat(RULE).contains(part);
        write(RULE.replace(part, other));
        assertThatThrownBy(this::aging)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(said)
                .hasMessageContaining("policy.json");
    }

    @Test
    void aPolicyHasRulesAndTheirNamesDiffer() throws IOException {
        write("{\"rules\": []}");
        assertThatThrownBy(this::aging).hasMessageContaining("1 to 100 rules");
        String one = RULE.substring(RULE.indexOf('[') + 1, RULE.lastIndexOf(']'));
        write("{\"rules\": [" + one + "," + one + "]}");
        assertThatThrownBy(this::aging).hasMessageContaining("two rules called 'r'");
    }

    @Test
    void rulesThatGoByReadsNeedThemTracked() throws IOException {
        write(RULE.replace("Modification", "LastAccessTime"));
        assertThat(aging("lastAccessTimeTracking: true, ").lastAccessTracking()).isTrue();
        assertThatThrownBy(this::aging).hasMessageContaining("lastAccessTimeTracking");
    }

    @Test
    void theFileMustBeThere() {
        assertThatThrownBy(this::aging).hasMessageContaining("there is no file " + folder.resolve("policy.json"));
    }

    @Test
    void expiryAndVersionsExcludeEachOther() throws IOException {
        write(RULE);
        assertThat(aging("expiry: true, ").expiry()).isTrue();
        assertThatThrownBy(() -> aging("expiry: true, versioning: true, ")).hasMessageContaining("blob.expiry");
    }

    private LifecyclePolicy read(String json) throws IOException {
        write(json);
        return Objects.requireNonNull(aging("lastAccessTimeTracking: true, ").policy());
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("policy.json"), json);
    }

    private Aging aging() throws IOException {
        return aging("");
    }

    private Aging aging(String more) throws IOException {
        Path file = folder.resolve("lazurite.yaml");
        Files.writeString(file, "accounts: [{name: acct, keys: [AQID], blob: {" + more + "lifecycle: policy.json}}]\n");
        return ConfigReader.read(file, Map.of(), Map.of())
                .config()
                .accounts()
                .getFirst()
                .account()
                .blob()
                .aging();
    }
}
