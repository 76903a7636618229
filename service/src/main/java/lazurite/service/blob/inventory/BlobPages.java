package lazurite.service.blob.inventory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.InventoryPolicy.Filters;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.ContainerEntry;
import lazurite.service.blob.operation.BlobResult.ListEntry;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import org.jspecify.annotations.Nullable;

/** The blobs of an account that a rule lists, container after container. */
final class BlobPages implements Pages {
    private static final int CONTAINERS_MAX = 100;

    private final BlobOperations blobs;
    private final Filters filters;
    private final List<BlobColumn> columns;
    private final Set<Include> include = EnumSet.noneOf(Include.class);
    private final Instant madeFrom;
    private final Deque<Place> places = new ArrayDeque<>();
    private @Nullable String containersMarker;
    private boolean containersOver;
    private @Nullable String marker;

    /** Names of a container that are still to be listed. */
    private record Place(String container, String prefix) {}

    /** @param started when the run began */
    BlobPages(BlobOperations blobs, Filters filters, List<BlobColumn> columns, Instant started) {
        this.blobs = blobs;
        this.filters = filters;
        this.columns = columns;
        this.madeFrom =
                filters.createdDays() == 0 ? Instant.MIN : started.minus(Duration.ofDays(filters.createdDays()));
        include(filters.snapshots(), Include.SNAPSHOTS);
        include(filters.versions(), Include.VERSIONS);
        include(filters.deleted(), Include.DELETED);
        include(columns.contains(BlobColumn.METADATA), Include.METADATA);
    }

    private void include(boolean wanted, Include what) {
        if (wanted) {
            include.add(what);
        }
    }

    @Override
    public @Nullable List<Listed> next(BlobCall call) {
        Place place = places.peekFirst();
        if (place != null) {
            return list(place, call);
        }
        if (containersOver) {
            return null;
        }
        findContainers(call);
        return List.of();
    }

    private void findContainers(BlobCall call) {
        BlobResult.Containers page = (BlobResult.Containers) blobs.run(
                new BlobOperation.ListContainers(null, containersMarker, CONTAINERS_MAX, null, Set.of()), call);
        containersMarker = page.nextMarker();
        containersOver = containersMarker == null;
        for (ContainerEntry container : page.entries()) {
            prefixes(container.name()).forEach(prefix -> places.addLast(new Place(container.name(), prefix)));
        }
    }

    /** Beginnings of the wanted names in a container, none of which is the beginning of another. */
    private List<String> prefixes(String container) {
        if (filters.excludePrefix().stream().anyMatch((container + "/")::startsWith)) {
            return List.of();
        }
        if (filters.prefixMatch().isEmpty()) {
            return List.of("");
        }
        List<String> prefixes = new ArrayList<>();
        for (String prefix : filters.prefixMatch().stream().sorted().toList()) {
            int slash = prefix.indexOf('/');
            if (slash < 0 ? container.startsWith(prefix) : container.equals(prefix.substring(0, slash))) {
                String ofBlobs = slash < 0 ? "" : prefix.substring(slash + 1);
                if (prefixes.stream().noneMatch(ofBlobs::startsWith)) {
                    prefixes.add(ofBlobs);
                }
            }
        }
        return prefixes;
    }

    private List<Listed> list(Place place, BlobCall call) {
        BlobResult.Blobs page = page(place, call);
        marker = page == null ? null : page.nextMarker();
        if (marker == null) {
            places.removeFirst();
        }
        List<Listed> lines = new ArrayList<>();
        for (ListEntry entry : page == null ? List.<ListEntry>of() : page.entries()) {
            switch (entry) {
                case ListEntry.Blob blob -> {
                    if (fits(place.container(), blob)) {
                        lines.add(new Listed(
                                columns.stream()
                                        .map(column -> column.of(place.container(), blob))
                                        .toList(),
                                blob.record().length()));
                    }
                }
                case ListEntry.Prefix _, ListEntry.Uncommitted _ -> {}
            }
        }
        return lines;
    }

    /** Null if the container was deleted meanwhile. */
    private BlobResult.@Nullable Blobs page(Place place, BlobCall call) {
        try {
            return (BlobResult.Blobs) blobs.run(
                    new BlobOperation.ListBlobs(
                            place.container(), place.prefix(), null, marker, null, ENTRIES_MAX, null, include),
                    call);
        } catch (StorageException e) {
            if (e.code() == ErrorCode.ContainerNotFound) {
                return null;
            }
            throw e;
        }
    }

    private boolean fits(String container, ListEntry.Blob blob) {
        BlobRecord record = blob.record();
        String name = container + "/" + blob.name();
        return filters.blobTypes().contains(type(record.type()))
                && !record.created().instant().isBefore(madeFrom)
                && filters.excludePrefix().stream().noneMatch(name::startsWith);
    }

    private static String type(BlobType type) {
        return switch (type) {
            case BLOCK -> "blockBlob";
            case APPEND -> "appendBlob";
            case PAGE -> "pageBlob";
        };
    }
}
