package lazurite.service.blob.inventory;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobResult.ContainerEntry;
import org.jspecify.annotations.Nullable;

/**
 * A field of an inventory of containers, under Azure's name ("Custom schema fields supported for container inventory").
 * What a container does not have is empty.
 */
public enum ContainerColumn {
    NAME("Name", ContainerEntry::name),
    LAST_MODIFIED("Last-Modified", entry -> Cells.time(entry.record().stamp().lastModified())),
    ETAG("ETag", entry -> entry.record().stamp().etag()),
    LEASE_STATUS("LeaseStatus", entry -> Cells.leaseStatus(entry.lease())),
    LEASE_STATE("LeaseState", entry -> Cells.lower(entry.lease())),
    LEASE_DURATION(
            "LeaseDuration",
            entry -> Cells.leaseDuration(entry.lease(), entry.record().lease())),
    METADATA("Metadata", entry -> Cells.map(entry.metadata())),
    PUBLIC_ACCESS("PublicAccess", ContainerColumn::publicAccess),
    DELETED("Deleted", grave(_ -> "true")),
    VERSION("Version", grave(grave -> grave.version().version())),
    DELETED_TIME("DeletedTime", grave(grave -> Cells.time(grave.at()))),
    REMAINING_RETENTION_DAYS("RemainingRetentionDays", grave(grave -> Integer.toString(grave.daysLeft()))),
    DEFAULT_ENCRYPTION_SCOPE("DefaultEncryptionScope", ContainerColumn::scope),
    DENY_ENCRYPTION_SCOPE_OVERRIDE(
            "DenyEncryptionScopeOverride",
            entry -> Boolean.toString(entry.record().encryption().denyOverride())),
    HAS_IMMUTABILITY_POLICY(
            "HasImmutabilityPolicy",
            entry -> Boolean.toString(entry.protection().policy() != null)),
    HAS_LEGAL_HOLD("HasLegalHold", entry -> Boolean.toString(entry.protection().held())),
    IMMUTABLE_WITH_VERSIONING(
            "ImmutableStorageWithVersioningEnabled",
            entry -> Boolean.toString(entry.protection().versionLevel()));

    private final String wire;

    @SuppressWarnings("ImmutableEnumChecker") // has no state
    private final Function<ContainerEntry, String> value;

    ContainerColumn(String wire, Function<ContainerEntry, String> value) {
        this.wire = wire;
        this.value = value;
    }

    /** Null if there is no such field. */
    public static @Nullable ContainerColumn find(String name) {
        return Stream.of(values())
                .filter(column -> FieldNames.same(column.wire, name))
                .findFirst()
                .orElse(null);
    }

    /** All of them as Azure names them. */
    public static List<String> names() {
        return Stream.of(values()).map(column -> column.wire).toList();
    }

    String of(ContainerEntry entry) {
        return value.apply(entry);
    }

    private static Function<ContainerEntry, String> grave(Function<ContainerEntry.Grave, String> value) {
        return entry -> entry.grave() == null ? "" : value.apply(entry.grave());
    }

    private static String scope(ContainerEntry entry) {
        String scope = entry.record().encryption().scope();
        return scope == null ? "$account-encryption-key" : scope;
    }

    private static String publicAccess(ContainerEntry entry) {
        PublicRead level = entry.record().publicRead();
        return level == PublicRead.NEVER ? "" : Cells.lower(level);
    }
}
