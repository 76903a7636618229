package lazurite.service.blob.list;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.ContainerEntry;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.ContainerRecordCodec;
import lazurite.service.blob.record.DeletedContainer;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/** List Containers: one page, of each name first those that are deleted, if they are wanted, oldest first. */
public final class ContainerListing {
    /** Listed only with {@code include=system}. */
    private static final Set<String> SYSTEM = Set.of("$logs", "$blobchangefeed");

    private static final char DELETED = 'd';

    private final BlobRows rows;
    private final BlobOperation.ListContainers operation;
    private final String account;
    private final Instant now;

    private ContainerListing(BlobRows rows, BlobOperation.ListContainers operation, String account) {
        this.rows = rows;
        this.operation = operation;
        this.account = account;
        this.now = rows.platform().clock().instant();
    }

    public static BlobResult list(BlobRows rows, BlobOperation.ListContainers operation, String account) {
        return new ContainerListing(rows, operation, account).page();
    }

    private BlobResult page() {
        KeyRange range = BlobKeys.containers(account, operation.prefix() == null ? "" : operation.prefix());
        Marker marker = Marker.read(operation.marker());
        KeyRange live = range;
        KeyRange deleted = range;
        if (marker != null) {
            live = range.startingAt(Group.openPrefix("C", account, marker.name()));
            deleted = range.startingAt(deletedFrom(marker));
        }
        int wanted = operation.limit() + 1;
        List<Row> page = new ArrayList<>(rows.metadata().scan(Family.BASE, live, wanted));
        if (operation.include().contains(Include.DELETED)) {
            page.addAll(deleted(deleted, wanted));
            page.sort((one, other) -> order(one).compareTo(order(other)));
        }
        List<ContainerEntry> entries = new ArrayList<>();
        for (Row row : page.subList(0, Math.min(page.size(), operation.limit()))) {
            String name =
                    BlobKeys.containerName(account, BlobKeys.groupOf(row.key()).prefix());
            if (!SYSTEM.contains(name) || operation.include().contains(Include.SYSTEM)) {
                entries.add(entry(name, row));
            }
        }
        return new BlobResult.Containers(
                entries, page.size() > operation.limit() ? marker(page.get(operation.limit())) : null);
    }

    /** Rows of containers that can still be restored. */
    private List<Row> deleted(KeyRange range, int wanted) {
        List<Row> found = new ArrayList<>();
        KeyRange rest = range;
        while (true) {
            List<Row> page = rows.metadata().scan(Family.HISTORY, rest, wanted);
            for (Row row : page) {
                if (found.size() < wanted
                        && !DeletedContainer.read(row.value()).deletion().over(now)) {
                    found.add(row);
                }
            }
            if (page.size() < wanted || found.size() >= wanted) {
                return found;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }

    /** A deleted container's row is greater than that of the name's live one, and stands before it. */
    private static Key order(Row row) {
        return isDeleted(row) ? row.key() : BlobKeys.groupOf(row.key()).key("~");
    }

    private static boolean isDeleted(Row row) {
        return !BlobKeys.groupOf(row.key()).prefix().equals(row.key());
    }

    private Key deletedFrom(Marker marker) {
        Group group = BlobKeys.container(account, marker.name());
        Marker.Place from = marker.from();
        if (from == null) {
            return Group.openPrefix("C", account, marker.name());
        }
        return from.kind() == DELETED
                ? BlobKeys.deletedContainer(group, new Stamp(from.ticks()))
                : group.key(String.valueOf(from.kind()));
    }

    private String marker(Row next) {
        String name =
                BlobKeys.containerName(account, BlobKeys.groupOf(next.key()).prefix());
        Marker.Place place = isDeleted(next)
                ? new Marker.Place(DELETED, BlobKeys.stamp(next.key()).ticks())
                : new Marker.Place(Marker.Place.LAST, 0);
        return new Marker(name, place).write();
    }

    private ContainerEntry entry(String name, Row row) {
        if (!isDeleted(row)) {
            return entry(name, ContainerRecordCodec.read(row.value()), null);
        }
        DeletedContainer deleted = DeletedContainer.read(row.value());
        Deletion deletion = deleted.deletion();
        return entry(
                name,
                deleted.container(),
                new ContainerEntry.Grave(BlobKeys.stamp(row.key()), deletion.at(), deletion.daysLeft(now)));
    }

    private ContainerEntry entry(String name, ContainerRecord record, ContainerEntry.@Nullable Grave grave) {
        Map<String, String> metadata =
                operation.include().contains(Include.METADATA) ? rows.unseal(account, record.metadata()) : Map.of();
        return new ContainerEntry(
                name,
                record,
                metadata,
                Lease.state(record.lease(), now),
                grave,
                rows.protection().of(account, name));
    }
}
