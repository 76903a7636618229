package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import lazurite.server.config.ConfigReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do with a data folder in which a blob is protected. */
final class ProtectedDataTest {
    private static final String PROTECTED = "under an immutability policy or a legal hold: 1";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void aServerWithABlobUnderAHold() throws IOException {
        Files.createDirectories(folder.resolve("seed"));
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("seed/kept"), content);
        file = folder.resolve("lazurite.yaml");
        Files.writeString(file, """
                data: data
                ports: {blob: 0, operator: 0}
                log: {level: error}
                accounts:
                  - name: devstoreaccount1
                    blob:
                      immutableContainers:
                        - name: evidence
                          legalHold: {tags: [case42]}
                seeds:
                  - {container: evidence, folder: seed}
                """);
        Lazurite.start(ConfigReader.read(file, Map.of(), Map.of()).config()).close();
    }

    private String run(int status, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Main.run(List.of(words), printed, System.err)).isEqualTo(status);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void noCommandRemovesOrChangesIt() {
        String data = folder.resolve("data").toString();
        run(Main.DONE, "key", "rotate", "--data", data);
        run(Main.DONE, "clock", "accept", "--data", data);
        assertThat(run(Main.DONE, "check", "--data", data)).contains(PROTECTED, "clean");
    }

    @Test
    void theCheckNamesItWhereItIsDamaged() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            for (Path extent : all.filter(Files::isRegularFile)
                    .filter(one -> one.toFile().length() > 100_000)
                    .filter(one -> one.toString().contains("extent"))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(extent);
                bytes[50_000] ^= 1;
                extent.toFile().setWritable(true);
                Files.write(extent, bytes);
            }
        }
        assertThat(run(Main.FAILED, "check", "--data", folder.resolve("data").toString()))
                .contains("PROBLEM the protected blob devstoreaccount1/evidence/kept is damaged", PROTECTED);
    }
}
