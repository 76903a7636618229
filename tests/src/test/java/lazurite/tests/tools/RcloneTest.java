package lazurite.tests.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import lazurite.tests.process.Command;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's `rclone` carries a real tree (the running JDK's own, and thousands of small files beside it) there and back. */
final class RcloneTest {
    private static final int SMALL_FILES = 2_000;

    private final String container = "rclone-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path folder;

    @Test
    void treeGoesThereAndBackByteForByte() throws IOException {
        if (!Tools.present("rclone", List.of(Tools.program("rclone")))) {
            return;
        }
        Path source = folder.resolve("source");
        plant(source);
        rclone("mkdir", "az:" + container);
        rclone("copy", "-L", source.toString(), "az:" + container);
        rclone("check", "-L", "--download", source.toString(), "az:" + container);
        Path back = folder.resolve("back");
        rclone("copy", "az:" + container, back.toString());
        assertSameTree(source, back);

        Files.delete(source.resolve("many/dir-3/file-3.txt"));
        Files.writeString(source.resolve("many/dir-4/file-4.txt"), "changed, and longer than before");
        Files.writeString(source.resolve("many/new ünïcode & name.txt"), "new");
        rclone("sync", "-L", source.toString(), "az:" + container);
        rclone("sync", "az:" + container, back.toString());
        assertSameTree(source, back);

        Path empty = Files.createDirectory(folder.resolve("empty"));
        rclone("sync", empty.toString(), "az:" + container);
        assertThat(rclone("lsf", "-R", "az:" + container)).isEmpty();
        rclone("rmdir", "az:" + container);
    }

    @Test
    void tiersAreSetAndArchivedBlobsReplacedOnlyWhereAsked() throws IOException {
        if (!Tools.present("rclone", List.of(Tools.program("rclone")))) {
            return;
        }
        Path file = Files.writeString(folder.resolve("file.txt"), "content");
        String blob = "az:" + container + "/file.txt";
        rclone("mkdir", "az:" + container);
        rclone("copyto", "--azureblob-access-tier", "Cool", file.toString(), blob);
        assertThat(rclone("lsjson", blob)).contains("\"Tier\":\"Cool\"");
        rclone("settier", "Archive", blob);
        assertThat(rclone("lsjson", blob)).contains("\"Tier\":\"Archive\"");
        assertThat(run("cat", blob).exit()).isNotZero();
        Files.writeString(file, "changed, and longer than before");
        assertThat(run("copyto", file.toString(), blob).output()).contains("archive tier");
        rclone("copyto", "--azureblob-archive-tier-delete", file.toString(), blob);
        assertThat(rclone("cat", blob)).isEqualTo("changed, and longer than before");
        rclone("purge", "az:" + container);
    }

    @Test
    void blobsAreCopiedByTheServerStreamedTouchedAndReadInPart() throws IOException {
        if (!Tools.present("rclone", List.of(Tools.program("rclone")))) {
            return;
        }
        byte[] body = new byte[5_000_000];
        new Random(6).nextBytes(body);
        Path file = Files.write(folder.resolve("file"), body);
        String target = "az:" + container;
        rclone("mkdir", "--azureblob-public-access", "blob", target);
        rclone("copyto", "--azureblob-chunk-size", "1Mi", file.toString(), target + "/ä & b/file");
        String copied = rclone("copyto", "-vv", target + "/ä & b/file", target + "/copy");
        assertThat(copied).contains("server-side copy");
        rclone("moveto", target + "/copy", target + "/moved");
        rclone("touch", "--timestamp", "2020-01-02T03:04:05", target + "/moved");
        assertThat(rclone("lsl", target + "/moved")).contains("5000000 2020-01-02 03:04:05");
        rclone("check", "--download", "--one-way", folder.toString(), target + "/ä & b");
        assertThat(rclone("hashsum", "MD5", target + "/moved"))
                .startsWith(rclone("hashsum", "MD5", file.toString()).substring(0, 32));
        Files.writeString(folder.resolve("text"), "0123456789");
        rclone("copyto", "--azureblob-disable-checksum", folder.resolve("text").toString(), target + "/text");
        assertThat(rclone("cat", "--azureblob-no-head-object", "--offset", "3", "--count", "4", target + "/text"))
                .isEqualTo("3456");
        assertThat(rclone("lsf", "-R", "--files-only", "--azureblob-list-chunk", "1", target)
                        .lines())
                .containsExactlyInAnyOrder("moved", "text", "ä & b/file");
        rclone("purge", target);
        assertThat(rclone("lsf", "az:").lines()).doesNotContain(container + "/");
    }

    private static void plant(Path source) throws IOException {
        Path jdk = Path.of(System.getProperty("java.home"));
        for (String part : List.of("bin", "conf", "include", "legal", "lib/security", "lib/server")) {
            if (Files.exists(jdk.resolve(part))) {
                copy(jdk.resolve(part), source.resolve("jdk").resolve(part));
            }
        }
        for (int i = 0; i < SMALL_FILES; i++) {
            Path file = source.resolve("many/dir-" + i % 40 + "/file-" + i % 1_000 + (i < 1_000 ? ".txt" : ".empty"));
            Files.createDirectories(file.getParent());
            Files.writeString(file, i < 1_000 ? "content " + i : "");
        }
        Path target = source.resolve("many/dir-1/file-1.txt");
        Files.createSymbolicLink(source.resolve("many/link-to-file"), target);
        Files.createSymbolicLink(source.resolve("many/link-to-dir"), source.resolve("many/dir-2"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (Files.isSymbolicLink(path)) {
                    Files.createSymbolicLink(target, path.toRealPath());
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    private static void assertSameTree(Path expected, Path actual) throws IOException {
        List<Path> files = files(expected);
        assertThat(files(actual)).isEqualTo(files);
        assertThat(files).hasSizeGreaterThan(SMALL_FILES);
        for (Path file : files) {
            assertThat(Files.mismatch(expected.resolve(file), actual.resolve(file)))
                    .as("first different byte of %s", file)
                    .isEqualTo(-1);
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    private String rclone(String... arguments) {
        Command.Result result = run(arguments);
        assertThat(result.exit())
                .as(String.join(" ", arguments) + "\n" + result.output())
                .isZero();
        return result.output();
    }

    private Command.Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Tools.program("rclone").toString(), "--config", "/dev/null"));
        command.addAll(List.of("--retries", "1", "--low-level-retries", "1", "--transfers", "8", "--checkers", "8"));
        command.addAll(List.of(arguments));
        var environment = Map.of("RCLONE_CONFIG_AZ_TYPE", "azureblob", "RCLONE_CONFIG_AZ_SAS_URL", signedEndpoint());
        return Command.run(command, folder, environment, Duration.ofMinutes(10));
    }

    /** With an account and a key, this rclone speaks https to host-style names only; with a signed URL, to any address. */
    private static String signedEndpoint() {
        var server = SharedServer.get();
        var service = new BlobServiceClientBuilder()
                .connectionString(server.connectionString())
                .buildClient();
        var values = new AccountSasSignatureValues(
                OffsetDateTime.now(ZoneOffset.UTC).plusHours(2),
                AccountSasPermission.parse("rwdlac"),
                new AccountSasService().setBlobAccess(true),
                AccountSasResourceType.parse("sco"));
        return server.endpoint() + "?" + service.generateAccountSas(values);
    }
}
