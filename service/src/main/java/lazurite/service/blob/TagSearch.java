package lazurite.service.blob;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * Find Blobs by Tags: walks the blobs and tests their tags. A page reads a bounded number of rows, so it may hold few
 * entries or none and still have a next one; Azure's clients go on until there is no marker.
 */
final class TagSearch {
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

    static BlobResult find(BlobRows rows, BlobOperation.FindBlobsByTags operation, BlobCall call) {
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
            String stopped = record == null ? null : search(only, record, start == null ? "" : start.blob());
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
            String from = start != null && start.container().equals(container) ? start.blob() : "";
            String stopped =
                    search(container, ContainerRecordCodec.read(next.getFirst().value()), from);
            if (stopped != null) {
                return page(container, stopped);
            }
            containers = containers.startingAt(next.getFirst().key().next());
        }
    }

    private BlobResult page(String container, @Nullable String stopped) {
        return new BlobResult.TaggedBlobs(found, stopped == null ? null : new Position(container, stopped).write());
    }

    /** Searches one container from a name on; tells the name to go on from if the page is full. */
    private @Nullable String search(String container, ContainerRecord record, String from) {
        String scope = BlobKeys.scope(record.incarnation());
        KeyRange range = KeyRange.prefix(BlobKeys.blobs(scope, ""));
        Key at = BlobKeys.blobs(scope, from);
        while (true) {
            List<Row> page = rows.metadata().scan(Family.BASE, range.startingAt(at), PAGE_ROWS);
            for (Row row : page) {
                if (found.size() >= operation.limit() || ++rowsRead > ROWS_MAX) {
                    return BlobKeys.blobName(row.key());
                }
                test(container, row);
            }
            if (page.size() < PAGE_ROWS) {
                return null;
            }
            at = page.getLast().key().next();
        }
    }

    private void test(String container, Row row) {
        Map<String, String> tags = BlobRecordCodec.read(row.value()).tags();
        if (!tags.isEmpty() && operation.query().expression().holds(tags)) {
            Map<String, String> named = new LinkedHashMap<>();
            for (String key : operation.query().keys()) {
                String value = tags.get(key);
                if (value != null) {
                    named.put(key, value);
                }
            }
            found.add(new BlobResult.TaggedBlob(container, BlobKeys.blobName(row.key()), named));
        }
    }

    /** Where the next page starts: a marker whose name is container, slash, blob. */
    private record Position(String container, String blob) {
        String write() {
            return new Marker(container + "/" + blob, null).write();
        }

        static @Nullable Position read(@Nullable String text) {
            Marker marker = Marker.read(text);
            if (marker == null) {
                return null;
            }
            int slash = marker.name().indexOf('/');
            return slash < 0
                    ? new Position(marker.name(), "")
                    : new Position(
                            marker.name().substring(0, slash), marker.name().substring(slash + 1));
        }
    }
}
