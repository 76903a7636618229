package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.payload;
import static lazurite.service.blob.CustomerKeysTest.created;
import static lazurite.service.blob.CustomerKeysTest.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.EncryptionScope;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CustomerKey;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.operation.RequestedKeys;
import lazurite.service.blob.record.HttpProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What customers' keys and encryption scopes seal is nowhere in the data folder, and no key is. */
final class SealedOnDiskTest {
    private static final String SECRET = "the patient's own words, never to be found";
    private static final String VISIBLE = "application/x-properties-lie-plain";

    @TempDir
    Path folder;

    @Test
    void theDataFolderHoldsNeitherContentNorMetadataNorKeys() throws IOException {
        byte[] bytes = new byte[CustomerKey.BYTES];
        new Random(71).nextBytes(bytes);
        CustomerKey key = new CustomerKey(bytes);
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            room.features = BlobFeatures.NONE.withKeys(false, List.of(new EncryptionScope("ward", true)));
            room.createContainer("c");
            room.keys = new RequestedKeys(key, null, null);
            write(room, "key");
            room.keys = new RequestedKeys(null, null, "ward");
            write(room, "scope");
            room.collector.settle();
            room.collector.pack();
            room.close();
        }
        String hex = HexFormat.of().formatHex(bytes);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        assertThat(found(utf8(SECRET))).isEmpty();
        assertThat(found(bytes)).isEmpty();
        assertThat(found(utf8(hex))).isEmpty();
        assertThat(found(utf8(base64))).isEmpty();
        assertThat(found(utf8(VISIBLE))).isNotEmpty();
        assertThat(found(utf8(key.sha256()))).isNotEmpty();
    }

    private static void write(BlobServiceRoom room, String name) {
        Map<String, String> metadata = Map.of("diagnosis", SECRET);
        NewBlob made = new NewBlob(
                new HttpProperties(VISIBLE, null, null, null, null, null), metadata, Map.of(), null, Conditions.NONE);
        byte[] large = utf8((SECRET + "\n").repeat(5_000));
        byte[] pages = (SECRET + "\n").repeat(100).substring(0, 4096).getBytes(StandardCharsets.US_ASCII);
        room.run(new BlobOperation.PutBlob("c", name, made, Checksums.NONE, payload(utf8(SECRET))));
        room.run(new BlobOperation.SetBlobMetadata("c", name, metadata, Conditions.NONE));
        room.run(new BlobOperation.SnapshotBlob("c", name, metadata, Conditions.NONE));
        room.put("c", name + "-large", large, Conditions.NONE);
        room.block("c", name + "-staged", "AAAA", large);
        room.block("c", name + "-staged", "BBBB", utf8(SECRET));
        room.run(new BlobOperation.CreateAppendBlob("c", name + "-log", created(metadata)));
        room.append("c", name + "-log", utf8(SECRET));
        room.append("c", name + "-log", large);
        room.run(new PageOperation.CreatePageBlob("c", name + "-pages", created(metadata), 4096, 0));
        for (int i = 0; i < 70; i++) { // the 65th puts the segment together
            room.run(new PageOperation.PutPage(
                    "c",
                    name + "-pages",
                    new ByteRange(0, 4095),
                    Conditions.NONE,
                    SequenceConditions.NONE,
                    Checksums.NONE,
                    payload(pages)));
        }
    }

    private List<Path> found(byte[] wanted) throws IOException {
        String text = new String(wanted, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(text))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
