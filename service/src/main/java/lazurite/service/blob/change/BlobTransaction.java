package lazurite.service.blob.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.Upload;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.BodyRef;
import lazurite.store.body.PartRows;
import lazurite.store.collector.Change;
import lazurite.store.collector.ChangeCodec;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to change one blob: what was read of its group, and what is to be written if nobody was faster. Every
 * row that a decision rests on becomes a condition of the commit.
 */
public final class BlobTransaction {
    private final MetadataStore metadata;
    private final BlobAddress at;
    private final Group group;
    private final Instant now;
    private final byte @Nullable [] baseBytes;
    private final @Nullable BlobRecord base;
    private final boolean hidden;

    private final List<Condition> conditions = new ArrayList<>();
    private final List<Mutation> mutations = new ArrayList<>();
    private final List<BodyRef> gained = new ArrayList<>();
    private final List<BodyRef> lost = new ArrayList<>();
    private final List<Uid> partsCreated = new ArrayList<>();
    private final List<Uid> partsRetired = new ArrayList<>();
    private final List<Uid> uploadsRetired = new ArrayList<>();
    private final List<Key> rowsRetired = new ArrayList<>();
    private final List<Uid> listsTouched = new ArrayList<>();
    private final List<HistoryEdit> historyEdits = new ArrayList<>();
    private Usage usage = Usage.NONE;
    private boolean appends;
    private @Nullable BlobRecord written;
    private boolean deletesBase;

    /**
     * A row of the blob's history that is written or taken away.
     *
     * @param put what it is to hold; null if it goes
     */
    public record HistoryEdit(
            HistoryKind kind, Stamp at, @Nullable BlobRecord put) {}

    /** Whether a blob that has expired is there. */
    public enum View {
        /** It is not: of what clients do. */
        CLIENT,
        /** It is, as any other. */
        STORED,
        /** It alone is, free of what would keep it from being deleted. */
        EXPIRED
    }

    public BlobTransaction(MetadataStore metadata, BlobAddress at, Instant now, View view) {
        this.metadata = metadata;
        this.at = at;
        this.group = at.group();
        this.now = now;
        this.baseBytes = metadata.get(Family.BASE, group.prefix());
        BlobRecord stored = baseBytes == null ? null : Rehydration.settled(BlobRecordCodec.read(baseBytes), now);
        boolean expired = stored != null && stored.life().isExpired(now);
        this.hidden = expired && view == View.CLIENT;
        this.base = switch (view) {
            case CLIENT -> expired ? null : stored;
            case STORED -> stored;
            case EXPIRED -> stored == null || !expired ? null : freed(stored);
        };
    }

    private static BlobRecord freed(BlobRecord expired) {
        return expired.edit().lease(null).life(expired.life().withExpires(null)).done();
    }

    /** Whether there is a blob that has expired: it has to be deleted before anything takes its place. */
    public boolean hidesExpired() {
        return hidden;
    }

    public Group group() {
        return group;
    }

    /** Where the blob is. */
    public BlobAddress at() {
        return at;
    }

    public Instant now() {
        return now;
    }

    /** The blob as it is; null if there is none. */
    @Nullable
    public BlobRecord base() {
        return base;
    }

    /** The stamp of this change: newer than all that the blob had. */
    public Stamp nextStamp() {
        if (base == null) {
            return Stamp.at(now);
        }
        Stamp version = base.life().version();
        Stamp latest = version != null && version.compareTo(base.stamp()) > 0 ? version : base.stamp();
        return latest.next(now);
    }

    /** The newest row of the blob's history of that kind; null if there is none. */
    @Nullable
    public Stamp newest(HistoryKind kind) {
        List<Row> rows = metadata.scanBack(Family.HISTORY, BlobKeys.history(group, kind), 1);
        return rows.isEmpty() ? null : BlobKeys.stamp(rows.getFirst().key());
    }

    /** The blob's snapshots, oldest first; the commit does not depend on them. */
    List<Row> snapshots() {
        return metadata.scanAll(Family.HISTORY, BlobKeys.history(group, HistoryKind.SNAPSHOT));
    }

    public void putHistory(HistoryKind kind, Stamp at, BlobRecord record) {
        put(Family.HISTORY, BlobKeys.history(group, kind, at), BlobRecordCodec.write(record));
        historyEdits.add(new HistoryEdit(kind, at, record));
    }

    /** The rows of the blob's history that the commit depends on. */
    public Map<Key, byte[]> historyRead() {
        Map<Key, byte[]> read = new HashMap<>();
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Equal(Family family, Key key, byte[] value)
                    && family == Family.HISTORY) {
                read.put(key, value);
            }
        }
        return read;
    }

    /** What is to happen to the blob's history, in order. */
    public List<HistoryEdit> historyEdits() {
        return historyEdits;
    }

    /** The record that the blob is to have; null if it is to stay as it is or to go. */
    @Nullable
    public BlobRecord written() {
        return written;
    }

    public boolean deletesBase() {
        return deletesBase;
    }

    /** Reads a row of the group and makes the commit depend on it. */
    public byte @Nullable [] read(Family family, Key key) {
        byte[] value = metadata.get(family, key);
        conditions.add(value == null ? new Condition.Absent(family, key) : new Condition.Equal(family, key, value));
        return value;
    }

    /** Makes the commit depend on a row that was scanned. */
    public void dependOn(Family family, Row row) {
        conditions.add(new Condition.Equal(family, row.key(), row.value()));
    }

    public void put(Family family, Key key, byte[] value) {
        mutations.add(new Mutation.Put(family, key, value));
    }

    public void delete(Family family, Key key) {
        mutations.add(new Mutation.Delete(family, key));
        if (family == Family.HISTORY) {
            historyEdits.add(new HistoryEdit(BlobKeys.historyKind(key), BlobKeys.stamp(key), null));
        }
    }

    public void putAll(List<Mutation> more) {
        mutations.addAll(more);
    }

    public void putBase(BlobRecord record) {
        put(Family.BASE, group.prefix(), BlobRecordCodec.write(record));
        written = record;
        deletesBase = false;
    }

    public void deleteBase() {
        delete(Family.BASE, group.prefix());
        written = null;
        deletesBase = true;
    }

    /** The running upload; null if there is none. */
    @Nullable
    public Upload upload() {
        byte[] bytes = read(Family.PARTS, PartRows.uploadState(group));
        return bytes == null ? null : Upload.read(bytes);
    }

    /** Ends the upload: its blocks go, unless a parts list made in this commit names them. */
    public void endUpload(@Nullable Upload upload) {
        if (upload != null) {
            delete(Family.PARTS, PartRows.uploadState(group));
            uploadsRetired.add(upload.id());
        }
    }

    public void gain(BodyRef body) {
        gained.add(body);
    }

    public void lose(BodyRef body) {
        lost.add(body);
    }

    public void createParts(Uid list) {
        partsCreated.add(list);
    }

    public void add(Usage delta) {
        usage = usage.plus(delta);
    }

    /** So many more records of the group name the content. Once in a transaction for each content. */
    public void share(Content content, int more) {
        switch (content) {
            case Content.Empty _ -> {}
            case Content.Single single -> {
                for (int i = 0; i < more; i++) {
                    gain(single.body());
                }
            }
            case Content.Parts parts -> writeReferences(parts.list(), readReferences(parts.list()) + more);
            case Content.Pages pages -> put(pages.list(), pages(pages.list()).sharedAt(pages.version(), more));
        }
    }

    /** One record fewer names the content. */
    public void release(Content content) {
        releaseAll(List.of(content));
    }

    /** One record fewer names each of the contents; a parts list may be among them several times. */
    public void releaseAll(List<Content> contents) {
        Map<Uid, Integer> lists = new LinkedHashMap<>();
        Map<Uid, Integer> pageLists = new LinkedHashMap<>();
        for (Content content : contents) {
            switch (content) {
                case Content.Empty _ -> {}
                case Content.Single single -> lose(single.body());
                case Content.Parts parts -> lists.merge(parts.list(), 1, Integer::sum);
                case Content.Pages pages -> pageLists.merge(pages.list(), 1, Integer::sum);
            }
        }
        lists.forEach((list, fewer) -> {
            int left = readReferences(list) - fewer;
            if (left > 0) {
                writeReferences(list, left);
            } else {
                partsRetired.add(list);
            }
        });
        pageLists.forEach((list, fewer) -> {
            put(list, pages(list).released(fewer));
            touch(list);
        });
    }

    /** The state of a list of pages. */
    public PageState pages(Uid list) {
        byte[] bytes = read(Family.PARTS, PartRows.references(group, list));
        return bytes == null ? PageState.NEW : PageState.read(bytes);
    }

    public void put(Uid list, PageState state) {
        put(Family.PARTS, PartRows.references(group, list), state.write());
    }

    /** A row of pages that the blob needs no more; readers at work may. */
    public void retire(Key row, Key mark) {
        put(Family.PARTS, mark, new byte[0]);
        rowsRetired.add(row);
        rowsRetired.add(mark);
    }

    /** Has the list of pages tidied behind this commit. */
    public void touch(Uid list) {
        listsTouched.add(list);
    }

    private int readReferences(Uid list) {
        byte[] bytes = read(Family.PARTS, PartRows.references(group, list));
        if (bytes == null) {
            return 1;
        }
        RecordReader in = new RecordReader("references of a parts list", bytes, 1);
        int count = 0;
        while (in.next()) {
            if (in.field() != 1) {
                throw in.unknownField();
            }
            count = in.integer();
        }
        return count;
    }

    private void writeReferences(Uid list, int count) {
        put(
                Family.PARTS,
                PartRows.references(group, list),
                new RecordWriter(1).number(1, count).done());
    }

    /** Says that the change adds to the blob's content and leaves what was there. */
    public void append() {
        appends = true;
    }

    public boolean appends() {
        return appends;
    }

    public boolean changesBase() {
        return changed(Family.BASE).containsKey(group.prefix());
    }

    /** The record that {@link #changesBase} puts into the blob's place; null if it deletes the blob. */
    @Nullable
    public BlobRecord newBase() {
        byte[] bytes = changed(Family.BASE).get(group.prefix());
        return bytes == null ? null : BlobRecordCodec.read(bytes);
    }

    /** Rows of the history that are written, and those that are deleted: null. */
    public Map<Key, byte @Nullable []> changedHistory() {
        return changed(Family.HISTORY);
    }

    private Map<Key, byte @Nullable []> changed(Family family) {
        Map<Key, byte @Nullable []> changed = new LinkedHashMap<>();
        for (Mutation mutation : mutations) {
            switch (mutation) {
                case Mutation.Put put when put.family() == family -> changed.put(put.key(), put.value());
                case Mutation.Delete delete when delete.family() == family -> changed.put(delete.key(), null);
                case Mutation.Put _, Mutation.Delete _ -> {}
            }
        }
        return changed;
    }

    /** A row of the history as it is; null if there is none. */
    public byte @Nullable [] stored(Key key) {
        byte[] known = known(key);
        return known == null ? metadata.get(Family.HISTORY, key) : known;
    }

    /** A row of the history that the commit depends on; null if there is none, or it does not. */
    public byte @Nullable [] known(Key key) {
        for (Condition condition : conditions) {
            if (condition instanceof Condition.Equal equal
                    && equal.family() == Family.HISTORY
                    && equal.key().equals(key)) {
                return equal.value();
            }
        }
        return null;
    }

    public boolean changesNothing() {
        return mutations.isEmpty();
    }

    /** The commit of this attempt. */
    public Commit commit(String operation, Uid opId) {
        conditions.add(
                baseBytes == null
                        ? new Condition.Absent(Family.BASE, group.prefix())
                        : new Condition.Equal(Family.BASE, group.prefix(), baseBytes));
        boolean accounted = !usage.equals(Usage.NONE)
                || !gained.isEmpty()
                || !lost.isEmpty()
                || !partsCreated.isEmpty()
                || !partsRetired.isEmpty()
                || !uploadsRetired.isEmpty()
                || !rowsRetired.isEmpty()
                || !listsTouched.isEmpty();
        Change change = new Change(
                now.toEpochMilli(),
                operation,
                at.scope(),
                usage,
                gained,
                lost,
                partsCreated,
                partsRetired,
                uploadsRetired,
                List.of(),
                List.of(),
                rowsRetired,
                listsTouched);
        return new Commit(group, opId, conditions, mutations, accounted ? ChangeCodec.bytes(change) : null);
    }
}
