package lazurite.service.blob.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.BlobTransaction.HistoryEdit;
import lazurite.service.blob.event.ChangeEvent.TagsUpdated;
import lazurite.service.blob.event.ChangeEvent.Updated;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.text.Base64Text;
import lazurite.store.Key;
import lazurite.store.Uid;
import org.jspecify.annotations.Nullable;

/**
 * The events of one commit, told by what it changed: so whatever changes a blob has its events, with no word of them in
 * the operation itself. Leases, uncommitted blocks, appends and writes of pages have none, as in Azure up to schema
 * version 5.
 */
final class CommittedEvents {
    /** Operations that write content into a blob that stays the same one. */
    private static final Set<String> IN_PLACE =
            Set.of("AppendBlock", "AppendBlockFromURL", "PutPage", "PutPageFromURL", "ClearPage", "SetPageProperties");

    /** Operations that make a blob anew, even if it is as it was before. */
    private static final Set<String> ANEW = Set.of(
            "PutBlob",
            "PutBlobFromURL",
            "PutBlockList",
            "CreateAppendBlob",
            "CreatePageBlob",
            "CopyBlob",
            "IncrementalCopyBlob");

    /** Longest text of a client's choice but names, in characters; what is longer is cut. */
    private static final int TEXT_MAX = 1024;

    /** Snapshots of a blob that are told of one by one as they go with it; all are told of as the blob's deletion. */
    private static final int SNAPSHOTS_MAX = 500;

    private final String operation;
    private final BlobAddress at;
    private final Uid opId;
    private final BlobTransaction transaction;
    private final List<ChangeEvent> events = new ArrayList<>();

    private CommittedEvents(String operation, BlobAddress at, Uid opId, BlobTransaction transaction) {
        this.operation = operation;
        this.at = at;
        this.opId = opId;
        this.transaction = transaction;
    }

    /** What the transaction would tell if it was committed now under that id; in most cases one event or none. */
    static List<ChangeEvent> of(String operation, BlobAddress at, Uid opId, BlobTransaction transaction) {
        CommittedEvents of = new CommittedEvents(operation, at, opId, transaction);
        of.addBase();
        of.addHistory();
        return of.events;
    }

    private void addBase() {
        BlobRecord before = transaction.base();
        BlobRecord after = transaction.written();
        if (after != null && before == null) {
            created(after, null);
        } else if (after != null && before != null) {
            changed(before, after);
        } else if (before != null && transaction.deletesBase()) {
            Map<String, String> previous = new HashMap<>();
            kept(previous);
            add(ChangeEvent.Type.DELETED, before, before.life().version(), null, previous);
        }
    }

    private void changed(BlobRecord before, BlobRecord after) {
        boolean stamped = !after.stamp().equals(before.stamp()) && !IN_PLACE.contains(operation);
        boolean written = ANEW.contains(operation)
                || (stamped && !after.content().equals(before.content()))
                || (CopyState.isPending(before.copy()) && !CopyState.isPending(after.copy()));
        if (written) {
            created(after, before);
            return;
        }
        Stamp taken = after.lastSnapshot();
        if (taken != null && !taken.equals(before.lastSnapshot()) && puts(HistoryKind.SNAPSHOT, taken)) {
            if (!operation.equals("UndeleteBlob")) {
                add(ChangeEvent.Type.SNAPSHOT_CREATED, after, after.life().version(), taken, Map.of());
            }
            return;
        }
        Rehydration asked = after.rehydration();
        if (asked != null && !asked.equals(before.rehydration())) {
            asynchronous(
                    after, Map.of("DestinationTier", asked.target().wire(), "WasAsyncOperation", "true"), Map.of());
        } else if (!Objects.equals(before.tier(), after.tier())) {
            AccessTier tier = before.tier();
            boolean wasAsked = before.rehydration() != null && asked == null;
            add(new Told(
                    ChangeEvent.Type.TIER_CHANGED,
                    after,
                    after.life().version(),
                    null,
                    tier == null ? Map.of() : Map.of("PreviousTier", tier.wire()),
                    Map.of(),
                    null,
                    wasAsked ? Map.of("WasAsyncOperation", "true") : Map.of()));
        } else if (isUpdated(before, after)) {
            updated(before, after);
        }
    }

    /** Whether something changed that no request changes by the way. */
    private boolean isUpdated(BlobRecord before, BlobRecord after) {
        return !properties(before, after).isEmpty()
                || !before.tags().equals(after.tags())
                || before.sealed() != after.sealed()
                || !before.life().retention().equals(after.life().retention())
                || !Objects.equals(before.life().expires(), after.life().expires())
                || (!IN_PLACE.contains(operation) && !before.stamp().equals(after.stamp()))
                || (operation.equals("SetPageProperties") && !before.stamp().equals(after.stamp()));
    }

    private void updated(BlobRecord before, BlobRecord after) {
        Map<String, String> previous = new HashMap<>();
        versions(previous, before, after);
        TagsUpdated tags = before.tags().equals(after.tags()) ? null : new TagsUpdated(before.tags(), after.tags());
        add(new Told(
                ChangeEvent.Type.PROPERTIES_UPDATED,
                after,
                after.life().version(),
                null,
                previous,
                properties(before, after),
                tags,
                Map.of()));
    }

    /** A blob that came to be, or whose content was replaced; one whose copy has only begun is told of at its end. */
    private void created(BlobRecord after, @Nullable BlobRecord before) {
        CopyState copy = after.copy();
        boolean copied = before != null && CopyState.isPending(before.copy()) && !ANEW.contains(operation);
        Map<String, String> previous = new HashMap<>();
        kept(previous);
        if (before != null) {
            versions(previous, before, after);
            AccessTier tier = before.tier();
            if (tier != null && !tier.equals(after.tier())) {
                previous.put("PreviousTier", tier.wire());
            }
        }
        if (operation.equals("UndeleteBlob")) {
            previous.put("WasBlobSoftDeleted", "true");
        }
        if (copy != null && CopyState.isPending(copy)) {
            asynchronous(after, Map.of("CopyId", copy.id(), "WasAsyncOperation", "true"), previous);
            return;
        }
        add(new Told(
                ChangeEvent.Type.CREATED,
                after,
                after.life().version(),
                null,
                previous,
                Map.of(),
                null,
                copied && copy != null ? Map.of("CopyId", copy.id(), "WasAsyncOperation", "true") : Map.of()));
    }

    private void asynchronous(BlobRecord after, Map<String, String> told, Map<String, String> previous) {
        add(new Told(
                ChangeEvent.Type.ASYNC_OPERATION_INITIATED,
                after,
                after.life().version(),
                null,
                previous,
                Map.of(),
                null,
                told));
    }

    /** Under which name a write or delete keeps what it took away. */
    private void kept(Map<String, String> previous) {
        for (HistoryEdit edit : transaction.historyEdits()) {
            if (edit.kind() == HistoryKind.DELETED && edit.put() != null && !wasSnapshot(edit.at())) {
                previous.put("SoftDeleteSnapshot", edit.at().iso());
                previous.put("WasBlobSoftDeleted", Boolean.toString(transaction.deletesBase()));
            }
        }
    }

    private boolean wasSnapshot(Stamp at) {
        return transaction.historyEdits().stream()
                .anyMatch(edit -> edit.kind() == HistoryKind.SNAPSHOT
                        && edit.put() == null
                        && edit.at().equals(at));
    }

    private static void versions(Map<String, String> previous, BlobRecord before, BlobRecord after) {
        Stamp version = after.life().version();
        Stamp last = before.life().version();
        if (version != null && !version.equals(last)) {
            previous.put("BlobVersion", version.iso());
            if (last != null) {
                previous.put("LastVersion", last.iso());
            }
        }
    }

    private boolean puts(HistoryKind kind, Stamp at) {
        return transaction.historyEdits().stream()
                .anyMatch(edit ->
                        edit.kind() == kind && edit.put() != null && edit.at().equals(at));
    }

    /** Snapshots and previous versions: those that are gone, and those that were changed where they are. */
    private void addHistory() {
        if (transaction.historyEdits().isEmpty()) {
            return;
        }
        boolean baseStays = transaction.written() == null && !transaction.deletesBase();
        Map<Key, byte[]> read = transaction.historyRead();
        for (HistoryEdit edit : transaction.historyEdits()) {
            if (edit.kind().deleted()) {
                continue;
            }
            byte[] before = read.get(BlobKeys.history(transaction.group(), edit.kind(), edit.at()));
            BlobRecord put = edit.put();
            Stamp snapshot = edit.kind() == HistoryKind.SNAPSHOT ? edit.at() : null;
            Stamp version = edit.kind() == HistoryKind.VERSION ? edit.at() : null;
            if (put == null && before != null && events.size() <= SNAPSHOTS_MAX) {
                add(ChangeEvent.Type.DELETED, BlobRecordCodec.read(before), version, snapshot, Map.of());
            } else if (put != null
                    && baseStays
                    && !operation.equals("UndeleteBlob")
                    && (before == null || isChanged(BlobRecordCodec.read(before), put))) {
                ChangeEvent.Type type = operation.equals("SetBlobTier")
                        ? ChangeEvent.Type.TIER_CHANGED
                        : ChangeEvent.Type.PROPERTIES_UPDATED;
                add(type, put, version, snapshot, Map.of());
            }
        }
    }

    /** Whether there is something to tell of: the server's own marks are not. */
    private boolean isChanged(BlobRecord before, BlobRecord after) {
        return isUpdated(before, after)
                || !Objects.equals(before.tier(), after.tier())
                || !Objects.equals(before.rehydration(), after.rehydration());
    }

    private static Map<String, Updated> properties(BlobRecord before, BlobRecord after) {
        Map<String, Updated> updated = new HashMap<>();
        HttpProperties old = before.properties();
        HttpProperties now = after.properties();
        compare(updated, "ContentType", old.contentType(), now.contentType());
        compare(updated, "ContentEncoding", old.contentEncoding(), now.contentEncoding());
        compare(updated, "ContentLanguage", old.contentLanguage(), now.contentLanguage());
        compare(updated, "ContentDisposition", old.contentDisposition(), now.contentDisposition());
        compare(updated, "CacheControl", old.cacheControl(), now.cacheControl());
        compare(updated, "ContentMD5", base64(old.contentMd5()), base64(now.contentMd5()));
        return updated;
    }

    private static void compare(
            Map<String, Updated> updated, String name, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            updated.put(name, new Updated(cut(before), cut(after)));
        }
    }

    private static String cut(@Nullable String text) {
        return text == null ? "" : text.substring(0, Math.min(text.length(), TEXT_MAX));
    }

    private static @Nullable String base64(byte @Nullable [] md5) {
        return md5 == null ? null : Base64Text.encode(md5);
    }

    /** What an event tells beyond what stands in the record. */
    private record Told(
            ChangeEvent.Type type,
            BlobRecord record,
            @Nullable Stamp version,
            @Nullable Stamp snapshot,
            Map<String, String> previous,
            Map<String, Updated> properties,
            @Nullable TagsUpdated tags,
            Map<String, String> asynchronous) {}

    private void add(
            ChangeEvent.Type type,
            BlobRecord record,
            @Nullable Stamp version,
            @Nullable Stamp snapshot,
            Map<String, String> previous) {
        add(new Told(type, record, version, snapshot, previous, Map.of(), null, Map.of()));
    }

    private void add(Told told) {
        BlobRecord record = told.record();
        AccessTier tier = record.tier();
        String contentType = record.properties().contentType();
        events.add(new ChangeEvent(
                0,
                id(events.size()),
                told.type(),
                api(),
                Stamp.at(transaction.now()),
                at.origin(),
                at.container(),
                at.scope(),
                at.blob(),
                record.stamp(),
                contentType == null ? null : cut(contentType),
                record.length(),
                record.type(),
                told.version(),
                told.snapshot(),
                tier == null ? null : tier.wire(),
                told.previous(),
                told.properties(),
                told.tags(),
                told.asynchronous()));
    }

    /** The commit's own id for its first event; made of it for others. */
    private UUID id(int index) {
        return index == 0
                ? new UUID(opId.high(), opId.low())
                : UUID.nameUUIDFromBytes((opId + "/" + index).getBytes(StandardCharsets.US_ASCII));
    }

    /** Azure has fewer names than there are operations. */
    private String api() {
        return switch (operation) {
            case "CreateAppendBlob", "CreatePageBlob", "PutBlobFromURL" -> "PutBlob";
            case "IncrementalCopyBlob", "CompleteCopy", "FailCopy" -> "CopyBlob";
            case "AbortCopy" -> "AbortCopyBlob";
            case "SetPageProperties" -> "SetBlobProperties";
            default -> operation;
        };
    }
}
