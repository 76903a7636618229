package lazurite.service.blob.list;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.ContainerRecordCodec;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * Find Blobs by Tags: walks the blobs and tests their tags. A page reads a bounded number of rows, so it may hold few
 * entries or none and still have a next one; Azure's clients go on until there is no marker.
 */
public final class TagSearch {
    private static final int PAGE_ROWS = 1000;
    private static final int ROWS_MAX = 100_000;

    private final BlobRows rows;
    private final BlobOperation.FindBlobsByTags operation;
    private final String account;
    private final List<BlobResult.TaggedBlob> found = new ArrayList<>();
    private int rowsRead;

    private TagSearch(BlobRows rows, BlobOperation.FindBlobsByTags operation, String account) {
        this.rows = rows;
        this.operation = operation;
        this.account = account;
    }

    public static BlobResult find(BlobRows rows, BlobOperation.FindBlobsByTags operation, BlobCall call) {
        return new TagSearch(rows, operation, call.account()).page();
    }

    private BlobResult page() {
        Position start = Position.read(operation.marker());
        String only = operation.container() != null
                ? operation.container()
                : operation.query().container();
        if (operation.container() != null) {
            rows.container(account, operation.container());
            String compared = operation.query().container();
            if (compared != null && !compared.equals(operation.container())) {
                return page("", null);
            }
        }
        if (only != null) {
            ContainerRecord record = rows.findContainer(account, only);
            Stop stopped = record == null ? null : search(only, record, start == null ? null : start.stop());
            return page(only, stopped);
        }
        KeyRange containers = BlobKeys.containers(account, "");
        if (start != null) {
            containers = containers.startingAt(
                    BlobKeys.container(account, start.container()).prefix());
        }
        while (true) {
            List<Row> next = rows.metadata().scan(Family.BASE, containers, 1);
            if (next.isEmpty()) {
                return page("", null);
            }
            String container = BlobKeys.containerName(account, next.getFirst().key());
            Stop from = start != null && start.container().equals(container) ? start.stop() : null;
            Stop stopped =
                    search(container, ContainerRecordCodec.read(next.getFirst().value()), from);
            if (stopped != null) {
                return page(container, stopped);
            }
            containers = containers.startingAt(next.getFirst().key().next());
        }
    }

    private BlobResult page(String container, @Nullable Stop stopped) {
        return new BlobResult.TaggedBlobs(found, stopped == null ? null : new Position(container, stopped).write());
    }

    /** Searches one container from a name on; tells where to go on if the page is full. */
    private @Nullable Stop search(String container, ContainerRecord record, @Nullable Stop from) {
        String scope = BlobKeys.scope(record.incarnation());
        if (operation.versions()) {
            return searchVersions(container, scope, from);
        }
        KeyRange range = KeyRange.prefix(BlobKeys.blobs(scope, ""));
        Key at = BlobKeys.blobs(scope, from == null ? "" : from.blob());
        while (true) {
            List<Row> page = rows.metadata().scan(Family.BASE, range.startingAt(at), PAGE_ROWS);
            for (Row row : page) {
                if (isFull()) {
                    return new Stop(BlobKeys.blobName(row.key()), null);
                }
                test(container, BlobKeys.blobName(row.key()), BlobRecordCodec.read(row.value()), null, true);
            }
            if (page.size() < PAGE_ROWS) {
                return null;
            }
            at = page.getLast().key().next();
        }
    }

    private boolean isFull() {
        return found.size() >= operation.limit() || ++rowsRead > ROWS_MAX;
    }

    /** Of each name the previous versions, oldest first, then the current one. */
    private @Nullable Stop searchVersions(String container, String scope, @Nullable Stop from) {
        NameCursor cursor = new NameCursor(
                rows.metadata(),
                scope,
                "",
                from == null ? "" : from.blob(),
                EnumSet.of(NameCursor.Besides.HISTORY),
                PAGE_ROWS);
        while (cursor.hasNext()) {
            String name = cursor.name();
            Marker.Place place = from != null && from.blob().equals(name) ? from.place() : null;
            Group group = BlobKeys.blob(scope, name);
            boolean previous = cursor.hasHistory() && (place == null || place.kind() != Marker.Place.LAST);
            BlobRecord base = cursor.record();
            if (previous) {
                Stamp start = place == null ? new Stamp(0) : new Stamp(place.ticks());
                Stop stop = searchHistory(container, name, group, start);
                if (stop != null) {
                    return stop;
                }
            }
            if (base != null && isFull()) {
                return new Stop(name, new Marker.Place(Marker.Place.LAST, 0));
            }
            if (base != null) {
                test(container, name, base, base.life().version(), true);
            }
            cursor.advance();
        }
        return null;
    }

    private @Nullable Stop searchHistory(String container, String name, Group group, Stamp start) {
        KeyRange range = BlobKeys.history(group, HistoryKind.VERSION);
        KeyRange rest = range.startingAt(BlobKeys.history(group, HistoryKind.VERSION, start));
        while (true) {
            List<Row> page = rows.metadata().scan(Family.HISTORY, rest, PAGE_ROWS);
            for (Row row : page) {
                Stamp at = BlobKeys.stamp(row.key());
                if (isFull()) {
                    return new Stop(name, new Marker.Place(HistoryKind.VERSION.code(), at.ticks()));
                }
                test(container, name, BlobRecordCodec.read(row.value()), at, false);
            }
            if (page.size() < PAGE_ROWS) {
                return null;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }

    private void test(String container, String name, BlobRecord record, @Nullable Stamp version, boolean current) {
        Map<String, String> tags = record.tags();
        if (!tags.isEmpty()
                && rows.standing(record) != null
                && operation.query().expression().holds(tags)) {
            Map<String, String> named = new LinkedHashMap<>();
            for (String key : operation.query().keys()) {
                String value = tags.get(key);
                if (value != null) {
                    named.put(key, value);
                }
            }
            found.add(new BlobResult.TaggedBlob(container, name, named, version, current));
        }
    }

    /**
     * Where a page ended within a container.
     *
     * @param place among the name's versions; null for all of them
     */
    private record Stop(String blob, Marker.@Nullable Place place) {}

    /** Where the next page starts: a marker whose name is container, slash, blob. */
    private record Position(String container, Stop stop) {
        String write() {
            return new Marker(container + "/" + stop.blob(), stop.place()).write();
        }

        static @Nullable Position read(@Nullable String text) {
            Marker marker = Marker.read(text);
            if (marker == null) {
                return null;
            }
            int slash = marker.name().indexOf('/');
            String container = slash < 0 ? marker.name() : marker.name().substring(0, slash);
            String blob = slash < 0 ? "" : marker.name().substring(slash + 1);
            return new Position(container, new Stop(blob, marker.from()));
        }
    }
}
