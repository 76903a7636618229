package lazurite.service.blob.inventory;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lazurite.service.account.InventoryPolicy.Filters;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.ContainerEntry;
import org.jspecify.annotations.Nullable;

/** The containers of an account that a rule lists. */
final class ContainerPages implements Pages {
    private final BlobOperations blobs;
    private final Filters filters;
    private final List<ContainerColumn> columns;
    private final Set<Include> include = EnumSet.noneOf(Include.class);
    private @Nullable String marker;
    private boolean over;

    ContainerPages(BlobOperations blobs, Filters filters, List<ContainerColumn> columns) {
        this.blobs = blobs;
        this.filters = filters;
        this.columns = columns;
        if (columns.contains(ContainerColumn.METADATA)) {
            include.add(Include.METADATA);
        }
        if (filters.deleted()) {
            include.add(Include.DELETED);
        }
    }

    @Override
    public @Nullable List<Listed> next(BlobCall call) {
        if (over) {
            return null;
        }
        BlobResult.Containers page = (BlobResult.Containers)
                blobs.run(new BlobOperation.ListContainers(null, marker, ENTRIES_MAX, null, include), call);
        marker = page.nextMarker();
        over = marker == null;
        List<Listed> lines = new ArrayList<>();
        for (ContainerEntry entry : page.entries()) {
            if (fits(entry.name())) {
                lines.add(new Listed(
                        columns.stream().map(column -> column.of(entry)).toList(), 0));
            }
        }
        return lines;
    }

    private boolean fits(String name) {
        boolean wanted = filters.prefixMatch().isEmpty()
                || filters.prefixMatch().stream().anyMatch(name::startsWith);
        return wanted && filters.excludePrefix().stream().noneMatch(name::startsWith);
    }
}
