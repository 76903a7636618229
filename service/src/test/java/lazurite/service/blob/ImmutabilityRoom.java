package lazurite.service.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/** Short forms of what protects blobs and of what must not get through, over a {@link BlobServiceRoom}. */
final class ImmutabilityRoom {
    static final BlobFeatures VERSIONING = new BlobFeatures(true, 0);
    static final OfContainer VERSION_LEVEL = new OfContainer(true, null, List.of(), false);
    static final OfContainer HELD = new OfContainer(false, null, List.of("case42"), false);

    static OfContainer policy(int days, boolean locked, Appends appends) {
        return new OfContainer(false, new Policy(days, locked, appends), List.of(), false);
    }

    final BlobServiceRoom room;
    private final Map<String, OfContainer> protections = new HashMap<>();

    ImmutabilityRoom(BlobServiceRoom room) {
        this.room = room;
    }

    /** Besides what is protected already. */
    void protect(String container, OfContainer protection) {
        protections.put(container, protection);
        room.service.protect(BlobServiceRoom.ACCOUNT, new Immutability(false, null, protections));
    }

    Instant in(int days) {
        return Instant.ofEpochSecond(room.now.plus(Duration.ofDays(days)).getEpochSecond());
    }

    Retention setPolicy(String container, String blob, @Nullable Moment moment, Instant until, boolean locked) {
        return retained(room.run(
                new LifeOperation.SetImmutabilityPolicy(container, blob, moment, until, locked, Conditions.NONE)));
    }

    Retention deletePolicy(String container, String blob, @Nullable Moment moment) {
        return retained(room.run(new LifeOperation.DeleteImmutabilityPolicy(container, blob, moment, Conditions.NONE)));
    }

    Retention hold(String container, String blob, @Nullable Moment moment, boolean hold) {
        return retained(room.run(new LifeOperation.SetLegalHold(container, blob, moment, hold, Conditions.NONE)));
    }

    private static Retention retained(BlobResult result) {
        return ((BlobResult.Retained) result).retention();
    }

    void put(String container, String blob, String text, Retention retention) {
        room.run(new BlobOperation.PutBlob(
                container,
                blob,
                created(retention),
                Checksums.NONE,
                BlobServiceRoom.payload(text.getBytes(StandardCharsets.UTF_8))));
    }

    static NewBlob created(Retention retention) {
        return new NewBlob(HttpProperties.NONE, Map.of(), Map.of(), null, Conditions.NONE, retention, null);
    }

    BlobRecord record(String container, String blob, @Nullable Moment moment) {
        return ((BlobResult.BlobState)
                        room.run(new BlobOperation.GetBlobProperties(container, blob, moment, Conditions.NONE)))
                .record();
    }

    /** The current version's id; null where versions are not kept. */
    @Nullable
    Moment version(String container, String blob) {
        Stamp version = record(container, blob, null).life().version();
        return version == null ? null : new Moment.Version(version);
    }

    Moment snapshot(String container, String blob) {
        BlobResult.Snapshotted taken = (BlobResult.Snapshotted)
                room.run(new BlobOperation.SnapshotBlob(container, blob, Map.of(), Conditions.NONE));
        return new Moment.Snapshot(taken.snapshot());
    }

    void delete(String container, String blob, @Nullable Moment moment, @Nullable DeleteSnapshots snapshots) {
        room.run(new BlobOperation.DeleteBlob(container, blob, moment, snapshots, Conditions.NONE));
    }

    void deleteContainer(String container) {
        room.run(new BlobOperation.DeleteContainer(container, Conditions.NONE));
    }

    /** What is there, content and all, that a policy protects; null if it is not. */
    @Nullable
    String seen(String container, String blob, @Nullable Moment moment) {
        try {
            BlobRecord record = record(container, blob, moment);
            return HexFormat.of().formatHex(room.get(container, blob, moment)) + " " + record.stamp() + " "
                    + record.properties().contentType() + " " + record.sealed() + " " + record.sequenceNumber();
        } catch (StorageException gone) {
            if (gone.code() == ErrorCode.BlobNotFound || gone.code() == ErrorCode.ContainerNotFound) {
                return null;
            }
            throw gone;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
