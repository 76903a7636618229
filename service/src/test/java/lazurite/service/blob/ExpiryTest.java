package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Expiry;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Usage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blobs that are gone at a time. */
final class ExpiryTest {
    private static final BlobFeatures EXPIRING =
            BlobFeatures.NONE.withAging(new Aging(Duration.ZERO, Duration.ZERO, false, true, null));

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void furnish() {
        room.createContainer("c");
        room.features = EXPIRING;
        room.put("c", "a", "content");
        room.run(new BlobOperation.SnapshotBlob("c", "a", Map.of(), Conditions.NONE));
        expire("a", new Expiry.FromNow(Duration.ofHours(1)));
    }

    @AfterEach
    void close() {
        room.purge();
        room.close();
    }

    @Test
    void aBlobIsGoneAtItsTimeAndNotBefore() throws IOException {
        assertThat(record("a").life().expires()).isEqualTo(room.now.plusSeconds(3600));
        room.pass(Duration.ofHours(1).minusMillis(1));
        assertThat(room.text("c", "a")).isEqualTo("content");
        assertThat(listed(Set.of())).containsExactly("a");
        room.pass(Duration.ofMillis(1));
        missing(() -> room.get("c", "a"));
        missing(() -> record("a"));
        missing(() -> room.run(new BlobOperation.SetBlobMetadata("c", "a", Map.of(), Conditions.NONE)));
        missing(() -> room.run(new BlobOperation.DeleteBlob("c", "a", null, null, Conditions.NONE)));
        missing(() -> expire("a", new Expiry.Never()));
        assertThat(listed(Set.of(Include.SNAPSHOTS))).isEmpty();
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 7, 7, 0, 0, 0));
        room.purge();
        assertThat(room.usage("c")).isEqualTo(Usage.NONE);
    }

    @Test
    void timesAreSetMovedAndTakenBack() {
        Instant created = record("a").created().lastModified();
        Stamp before = record("a").stamp();
        room.pass(Duration.ofMinutes(10));
        expire("a", new Expiry.SinceCreation(Duration.ofHours(5)));
        assertThat(record("a").life().expires()).isEqualTo(created.plus(Duration.ofHours(5)));
        assertThat(record("a").stamp()).isGreaterThan(before);
        Instant time = room.now.plusSeconds(1);
        expire("a", new Expiry.At(time));
        assertThat(record("a").life().expires()).isEqualTo(time);
        refused(ErrorCode.InvalidHeaderValue, () -> expire("a", new Expiry.At(room.now)));
        refused(ErrorCode.InvalidHeaderValue, () -> expire("a", new Expiry.FromNow(Duration.ofMillis(Long.MAX_VALUE))));
        refused(ErrorCode.InvalidHeaderValue, () -> expire("a", new Expiry.SinceCreation(Duration.ofMinutes(1))));
        expire("a", new Expiry.Never());
        room.pass(Duration.ofDays(1000));
        assertThat(record("a").life().expires()).isNull();
    }

    @Test
    void anAccountWithoutExpiryRefusesIt() {
        room.features = BlobFeatures.NONE;
        refused(ErrorCode.HierarchicalNamespaceNotEnabled, () -> expire("a", new Expiry.Never()));
        refused(ErrorCode.HierarchicalNamespaceNotEnabled, () -> putExpiring("b", Duration.ofHours(1)));
        missing(() -> record("b"));
    }

    @Test
    void aWriteFindsNothingWhereABlobHasExpired() throws IOException {
        putExpiring("b", Duration.ofMinutes(5));
        room.run(new BlobOperation.LeaseBlob("c", "b", new LeaseAction.Acquire(-1, null), Conditions.NONE));
        room.pass(Duration.ofHours(2));
        Stamp created = room.put("c", "b", bytes("new"), BlobServiceRoom.createOnly());
        assertThat(record("b").created()).isEqualTo(created);
        assertThat(record("b").life().expires()).isNull();
        assertThat(room.text("c", "b")).isEqualTo("new");
        room.block("c", "a", "MDAx", bytes("staged"));
        missing(() -> record("a"));
        room.purge();
        room.run(new BlobOperation.PutBlockList(
                "c",
                "a",
                BlobServiceRoom.created(Conditions.NONE),
                Checksums.NONE,
                BlobServiceRoom.payload(bytes("<BlockList><Uncommitted>MDAx</Uncommitted></BlockList>"))));
        assertThat(room.text("c", "a")).isEqualTo("staged");
        assertThat(room.usage("c")).isEqualTo(new Usage(2, 9, 0, 0, 0, 0));
    }

    @Test
    void itsBlocksAreNoUncommittedOnes() {
        room.block("c", "blocks", "MDAx", bytes("block"));
        room.run(new BlobOperation.PutBlockList(
                "c",
                "blocks",
                BlobServiceRoom.created(Conditions.NONE),
                Checksums.NONE,
                BlobServiceRoom.payload(bytes("<BlockList><Latest>MDAx</Latest></BlockList>"))));
        expire("blocks", new Expiry.FromNow(Duration.ofHours(1)));
        room.pass(Duration.ofHours(2));
        assertThat(listed(Set.of(Include.UNCOMMITTED_BLOBS))).isEmpty();
        room.block("c", "staged", "MDAx", bytes("block"));
        assertThat(listed(Set.of(Include.UNCOMMITTED_BLOBS))).containsExactly("staged");
    }

    @Test
    void whatExpiredCanBeHadBackWhereDeletedBlobsCan() throws IOException {
        room.keepDeleted(7);
        room.pass(Duration.ofHours(2));
        room.purge();
        assertThat(listed(Set.of(Include.DELETED))).containsExactly("a");
        room.run(new BlobOperation.UndeleteBlob("c", "a"));
        assertThat(room.text("c", "a")).isEqualTo("content");
        assertThat(record("a").life().expires()).isNull();
        room.run(new BlobOperation.DeleteBlob("c", "a", null, DeleteSnapshots.INCLUDE, Conditions.NONE));
        room.pass(Duration.ofDays(8));
    }

    @Test
    void whatHasExpiredStaysWhileTheClockIsNotBelieved() {
        Instant kept = room.now;
        room.pass(Duration.ofHours(2));
        room.service.walk(_ -> Pass.UNRESTRICTED, () -> kept, _ -> EXPIRING).pass();
        assertThat(room.usage("c").blobs()).isEqualTo(1);
        room.pass(Duration.ofHours(-2));
        assertThat(listed(Set.of())).containsExactly("a");
    }

    private void putExpiring(String blob, Duration time) {
        BlobOperation.NewBlob created = new BlobOperation.NewBlob(
                HttpProperties.NONE,
                Map.of(),
                Map.of(),
                null,
                Conditions.NONE,
                Retention.NONE,
                new Expiry.FromNow(time));
        room.run(new BlobOperation.PutBlob("c", blob, created, Checksums.NONE, BlobServiceRoom.payload(new byte[9])));
    }

    private void expire(String blob, Expiry expiry) {
        room.run(new LifeOperation.SetBlobExpiry("c", blob, expiry, Conditions.NONE));
    }

    private BlobRecord record(String blob) {
        return ((BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", blob, null, Conditions.NONE)))
                .record();
    }

    private List<String> listed(Set<Include> include) {
        BlobResult.Blobs page = (BlobResult.Blobs)
                room.run(new BlobOperation.ListBlobs("c", null, null, null, null, 10, null, include));
        return page.entries().stream().map(BlobResult.ListEntry::name).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void missing(ThrowingCallable call) {
        refused(ErrorCode.BlobNotFound, call);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
