package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.createOnly;
import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.ifMatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.tag.TagExpressions;
import lazurite.service.blob.text.HttpDates;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BlobServiceTest {
    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aBlobReadsAsItWasPutAndKeepsItsCreationTimeWhenOverwritten() throws IOException {
        Stamp first = room.put("c", "a", "one");
        room.pass(Duration.ofSeconds(5));
        Stamp second = room.put("c", "a", "two");
        assertThat(room.text("c", "a")).isEqualTo("two");
        assertThat(second).isGreaterThan(first);
        assertThat(state("a").record().created()).isEqualTo(first);
    }

    @Test
    void twoChangesInOneInstantHaveTwoEtags() {
        Stamp first = room.put("c", "a", "one");
        assertThat(room.put("c", "a", "two")).isGreaterThan(first);
    }

    @Test
    void createOnlyAndIfMatchLetOneWriterThrough() {
        Stamp first = room.put("c", "a", new byte[] {1}, createOnly());
        refused(ErrorCode.BlobAlreadyExists, () -> room.put("c", "a", new byte[] {2}, createOnly()));
        room.put("c", "a", new byte[] {3}, ifMatch(first));
        refused(ErrorCode.ConditionNotMet, () -> room.put("c", "a", new byte[] {4}, ifMatch(first)));
        refused(ErrorCode.ConditionNotMet, () -> room.put("c", "absent", new byte[] {4}, ifMatch(first)));
    }

    @Test
    void anyRangeOfAnAppendBlobIsWhatWasAppendedThere() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Conditions.NONE)));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[1 + random.nextInt(i % 50 == 0 ? 40_000 : 300)];
            random.nextBytes(bytes);
            room.append("c", "log", bytes);
            all.writeBytes(bytes);
        }
        byte[] expected = all.toByteArray();
        assertThat(room.get("c", "log")).isEqualTo(expected);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(expected.length);
            int to = from + random.nextInt(expected.length - from);
            assertThat(range("log", from, to)).isEqualTo(java.util.Arrays.copyOfRange(expected, from, to + 1));
        }
        assertThat(state("log").record().blocks()).isEqualTo(200);
    }

    @Test
    void aSnapshotKeepsWhatTheBaseLosesAndGoesWithIt() throws IOException {
        room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Conditions.NONE)));
        room.append("c", "log", new byte[] {1, 2, 3});
        Stamp at = snapshot("log");
        room.append("c", "log", new byte[] {4});
        assertThat(room.get("c", "log")).containsExactly(1, 2, 3, 4);
        assertThat(readSnapshot("log", at)).containsExactly(1, 2, 3);
        room.put("c", "log", "replaced");
        assertThat(readSnapshot("log", at)).containsExactly(1, 2, 3);
        refused(ErrorCode.SnapshotsPresent, () -> delete("log", null));
        delete("log", DeleteSnapshots.INCLUDE);
        refused(ErrorCode.BlobNotFound, () -> readSnapshot("log", at));
        refused(ErrorCode.BlobNotFound, () -> room.get("c", "log"));
    }

    @Test
    void deletingOnlySnapshotsLeavesTheBase() throws IOException {
        room.put("c", "a", "text");
        Stamp first = snapshot("a");
        Stamp second = snapshot("a");
        assertThat(second).isGreaterThan(first);
        delete("a", DeleteSnapshots.ONLY);
        refused(ErrorCode.BlobNotFound, () -> readSnapshot("a", first));
        assertThat(room.text("c", "a")).isEqualTo("text");
        delete("a", null);
    }

    @Test
    void blocksOfTwoIdLengthsAreRefused() {
        room.block("c", "b", "MDAx", new byte[] {1});
        refused(ErrorCode.InvalidBlobOrBlock, () -> room.block("c", "b", "MDAwMDAx", new byte[] {1}));
        refused(ErrorCode.BlobNotFound, () -> room.get("c", "b"));
    }

    @Test
    void aCopySharesContentButNotFate() throws IOException {
        byte[] big = new byte[100_000];
        new Random(7).nextBytes(big);
        room.put("c", "small", "small");
        room.put("c", "big", big, Conditions.NONE);
        room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Conditions.NONE)));
        room.append("c", "log", big);
        room.append("c", "log", new byte[] {9});
        for (String name : new String[] {"small", "big", "log"}) {
            byte[] before = room.get("c", name);
            BlobResult.Copied copied = (BlobResult.Copied) room.run(copy(name, "copy-of-" + name));
            assertThat(copied.copy().status()).isEqualTo(CopyState.Status.SUCCESS);
            delete(name, null);
            assertThat(room.get("c", "copy-of-" + name)).isEqualTo(before);
        }
        room.append("c", "copy-of-log", new byte[] {10});
        assertThat(state("copy-of-log").record().blocks()).isEqualTo(3);
    }

    @Test
    void aCopyOverItselfKeepsItsContent() throws IOException {
        room.put("c", "a", "text");
        room.run(copy("a", "a"));
        assertThat(room.text("c", "a")).isEqualTo("text");
    }

    @Test
    void aLeaseGuardsAgainstWritesUntilItEnds() {
        room.put("c", "a", "text");
        BlobResult.Leased leased = (BlobResult.Leased) room.run(new BlobOperation.LeaseBlob(
                "c", "a", new BlobOperation.LeaseAction.Acquire(15, null), Conditions.NONE));
        assertThat(leased.id()).isNotNull();
        refused(ErrorCode.LeaseIdMissing, () -> room.put("c", "a", "other"));
        refused(ErrorCode.LeaseIdMissing, () -> delete("a", null));
        room.pass(Duration.ofSeconds(16));
        room.put("c", "a", "other");
        assertThat(state("a").lease()).isEqualTo(Lease.State.AVAILABLE);
    }

    @Test
    void pagesOfAListingFitTogetherWhateverTheirSize() {
        for (String name : new String[] {"a", "a/b", "a/b/c", "a\u0001", "b", "\u0000odd", "é", "z/1", "z/2", "z/3"}) {
            room.put("c", name, name);
        }
        snapshot("b");
        snapshot("b");
        room.block("c", "half", "MDAx", new byte[] {1});
        Set<Include> include = Set.of(Include.SNAPSHOTS, Include.UNCOMMITTED_BLOBS);
        var whole = list(null, null, 5000, include);
        assertThat(whole).hasSize(13).isEqualTo(whole.stream().sorted().toList());
        for (int limit = 1; limit < 14; limit++) {
            assertThat(list(null, null, limit, include)).isEqualTo(whole);
        }
        var folded = list(null, "/", 5000, Set.of());
        assertThat(folded).containsExactly("\u0000odd", "a", "a\u0001", "a/ …", "b", "z/ …", "é");
        for (int limit = 1; limit < 8; limit++) {
            assertThat(list(null, "/", limit, Set.of())).isEqualTo(folded);
        }
        assertThat(list("a/", "/", 5000, Set.of())).containsExactly("a/b", "a/b/ …");
    }

    @Test
    void aDeletedContainersNameIsFreeAtOnceAndItsBlobsAreGone() {
        room.put("c", "a", "text");
        room.run(new BlobOperation.DeleteContainer("c", Conditions.NONE));
        refused(ErrorCode.ContainerNotFound, () -> room.get("c", "a"));
        room.createContainer("c");
        refused(ErrorCode.BlobNotFound, () -> room.get("c", "a"));
    }

    private java.util.List<String> list(
            @Nullable String prefix, @Nullable String delimiter, int limit, Set<Include> include) {
        java.util.List<String> lines = new java.util.ArrayList<>();
        String marker = null;
        do {
            BlobResult.Blobs page = (BlobResult.Blobs)
                    room.run(new BlobOperation.ListBlobs("c", prefix, delimiter, marker, null, limit, limit, include));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            for (BlobResult.ListEntry entry : page.entries()) {
                lines.add(
                        switch (entry) {
                            case BlobResult.ListEntry.Prefix folded -> folded.name() + " …";
                            case BlobResult.ListEntry.Uncommitted half -> half.name();
                            case BlobResult.ListEntry.Blob blob -> blob.name();
                        });
            }
            marker = page.nextMarker();
        } while (marker != null);
        return lines;
    }

    @Test
    void theServicesOwnContainersAreListedWhenAskedFor() {
        room.createContainer("$logs");
        room.createContainer("$root");
        assertThat(containers(Set.of())).containsExactly("$root", "c");
        assertThat(containers(Set.of(Include.SYSTEM))).containsExactly("$logs", "$root", "c");
    }

    private List<String> containers(Set<Include> include) {
        List<String> names = new ArrayList<>();
        String marker = null;
        do {
            BlobResult.Containers page =
                    (BlobResult.Containers) room.run(new BlobOperation.ListContainers(null, marker, 1, 1, include));
            page.entries().forEach(entry -> names.add(entry.name()));
            marker = page.nextMarker();
        } while (marker != null);
        return names;
    }

    @Test
    void tagsOfOneContainerAreNotFoundInAnother() {
        NewBlob tagged = new NewBlob(HttpProperties.NONE, Map.of(), Map.of("k", "v"), null, Conditions.NONE);
        room.run(new BlobOperation.PutBlob("c", "a", tagged, Checksums.NONE, BlobServiceRoom.payload(new byte[1])));
        assertThat(found("k='v'")).isEqualTo(1);
        assertThat(found("@container='c' AND k='v'")).isEqualTo(1);
        assertThat(found("@container='other' AND k='v'")).isZero();
    }

    private int found(String where) {
        return ((BlobResult.TaggedBlobs) room.run(new BlobOperation.FindBlobsByTags(
                        "c", where, TagExpressions.parseQuery(where), null, 10, null, false)))
                .entries()
                .size();
    }

    @Test
    void anUnchangedBlobTellsItsETagAndDate() {
        Stamp stamp = room.put("c", "a", "text");
        Conditions known = new Conditions(List.of(), List.of(stamp.etag()), null, null, null, null);
        assertThatThrownBy(() -> room.run(new BlobOperation.GetBlobProperties("c", "a", null, known)))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.details())
                                .containsEntry("ETag", '"' + stamp.etag() + '"')
                                .containsEntry("Last-Modified", HttpDates.format(stamp.lastModified())));
    }

    private BlobOperation copy(String from, String to) {
        return new CopyOperation.CopyBlob(
                "c",
                to,
                "c/" + from,
                Map.of(),
                null,
                false,
                null,
                Conditions.NONE,
                Conditions.NONE,
                false,
                null,
                false);
    }

    private Stamp snapshot(String blob) {
        return ((BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", blob, Map.of(), Conditions.NONE)))
                .snapshot();
    }

    private byte[] readSnapshot(String blob, Stamp at) throws IOException {
        return ((BlobResult.BlobContent) room.run(new BlobOperation.GetBlob(
                        "c", blob, new Moment.Snapshot(at), null, false, false, Conditions.NONE)))
                .stream().readAllBytes();
    }

    private byte[] range(String blob, long from, long to) throws IOException {
        return ((BlobResult.BlobContent) room.run(new BlobOperation.GetBlob(
                        "c", blob, null, new ByteRange(from, to), false, false, Conditions.NONE)))
                .stream().readAllBytes();
    }

    private void delete(String blob, @Nullable DeleteSnapshots snapshots) {
        room.run(new BlobOperation.DeleteBlob("c", blob, null, snapshots, Conditions.NONE));
    }

    private BlobResult.BlobState state(String blob) {
        return (BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", blob, null, Conditions.NONE));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
