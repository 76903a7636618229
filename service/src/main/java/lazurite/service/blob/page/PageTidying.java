package lazurite.service.blob.page;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.History;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRow;
import lazurite.service.blob.record.PageRowCodec;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.record.PageState.Clear;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;

/** One step of the {@link PageTidier}: some segments, in one transaction. */
final class PageTidying {
    private final BlobTransaction transaction;
    private final Group group;
    private final Uid list;
    private final List<PageRecord> named;
    private final PageState state;

    /** By how much what the record at that place uses has changed. */
    private final Map<Integer, Long> growth = new HashMap<>();

    private boolean changed;

    PageTidying(BlobTransaction transaction, Uid list, List<PageRecord> named) {
        this.transaction = transaction;
        this.group = transaction.group();
        this.list = list;
        this.named = named;
        this.state = transaction.pages(list);
    }

    /** @param stored all rows of the segment */
    void tidy(int segment, List<Row> stored) {
        NavigableMap<Long, PageRow> before = new TreeMap<>();
        stored.forEach(row -> before.put(PageKeys.version(row.key()), PageRowCodec.read(row.value())));
        NavigableMap<Long, PageRow> after = new TreeMap<>(before);
        state.clears().forEach(clear -> apply(clear, segment, after));
        Set<Long> needed = new HashSet<>();
        for (int i = 0; i < named.size(); i++) {
            long version = named.get(i).pages().version();
            Long now = after.floorKey(version);
            if (now == null) {
                continue;
            }
            needed.add(now);
            long growth = bytes(after, version) - bytes(before, version);
            if (growth != 0) {
                this.growth.merge(i, growth, Long::sum);
            }
        }
        Map.Entry<Long, PageRow> oldest = before.firstEntry();
        if (oldest.getValue().isEmpty()) {
            needed.remove(oldest.getKey()); // nothing stands behind it that it would hide
        }
        after.forEach((version, row) -> {
            boolean isNew = !before.containsKey(version);
            if (isNew && needed.contains(version)) {
                transaction.put(Family.PARTS, PageKeys.row(group, list, segment, version), PageRowCodec.write(row));
                row.bodies().forEach(transaction::gain);
                changed = true;
            } else if (!isNew && !needed.contains(version)) {
                retire(segment, version, row);
            }
        });
    }

    /** Puts a row behind the one that the clear is to change, for the records that see it changed. */
    private void apply(Clear clear, int segment, NavigableMap<Long, PageRow> after) {
        Map.Entry<Long, PageRow> old = after.floorEntry(clear.version());
        if (old == null || old.getKey() == clear.version()) {
            return;
        }
        PageRow cut = PageView.cut(old.getValue(), segment, clear);
        boolean seen = named.stream()
                .mapToLong(one -> one.pages().version())
                .anyMatch(version -> version >= clear.version() && old.getKey().equals(after.floorKey(version)));
        if (seen && !cut.equals(old.getValue())) {
            after.put(clear.version(), cut);
        }
    }

    /** Takes the row away, if that has not been done. The mark is read first: it goes after the row. */
    private void retire(int segment, long version, PageRow row) {
        Key mark = PageKeys.mark(group, list, segment, version);
        Key key = PageKeys.row(group, list, segment, version);
        if (transaction.read(Family.PARTS, mark) != null || transaction.read(Family.PARTS, key) == null) {
            return;
        }
        transaction.retire(key, mark);
        row.bodies().forEach(transaction::lose);
        changed = true;
    }

    private static long bytes(NavigableMap<Long, PageRow> rows, long version) {
        Map.Entry<Long, PageRow> row = rows.floorEntry(version);
        return row == null ? 0 : row.getValue().bytes();
    }

    /** Writes what the step comes to for the list and the records that name it. */
    void finish() {
        growth.forEach((i, bytes) -> grow(named.get(i), bytes));
        if (changed) {
            transaction.put(list, state.stepped());
        }
    }

    private void grow(PageRecord one, long bytes) {
        Content.Pages pages = one.pages();
        BlobRecord record = one.record()
                .edit()
                .content(pages.withWritten(pages.written() + bytes))
                .done();
        @Nullable Row row = one.row();
        if (row == null) {
            transaction.putBase(record);
            transaction.add(new Usage(0, bytes, 0, 0, 0, 0));
        } else {
            transaction.dependOn(Family.HISTORY, row);
            transaction.put(Family.HISTORY, row.key(), BlobRecordCodec.write(record));
            transaction.add(History.usage(BlobKeys.historyKind(row.key()), bytes));
        }
    }
}
