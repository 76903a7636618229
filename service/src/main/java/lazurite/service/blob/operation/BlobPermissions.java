package lazurite.service.blob.operation;

import static lazurite.service.auth.Permission.NEVER;
import static lazurite.service.auth.Permission.ResourceType.ANY;
import static lazurite.service.auth.Permission.ResourceType.CONTAINER;
import static lazurite.service.auth.Permission.ResourceType.CONTAINER_OR_OBJECT;
import static lazurite.service.auth.Permission.ResourceType.OBJECT;
import static lazurite.service.auth.Permission.ResourceType.SERVICE;
import static lazurite.service.auth.Permission.ResourceType.SERVICE_OR_OBJECT;

import java.util.Set;
import lazurite.service.account.Use;
import lazurite.service.auth.Permission;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.auth.Permission.ResourceType;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;

/**
 * What each operation needs of a SAS: Azure's tables "Create an account SAS" and "Create a service SAS", as digested in
 * the protocol notes ({@code auth.md} §5).
 */
public final class BlobPermissions {
    private BlobPermissions() {}

    public static Permission of(BlobOperation operation) {
        return switch (operation) {
            case BlobOperation.ListContainers _ -> read(SERVICE, "l", NEVER, NEVER, PublicRead.NEVER);
            case BlobOperation.GetServiceProperties _, BlobOperation.GetServiceStats _ ->
                read(SERVICE, "r", NEVER, NEVER, PublicRead.NEVER);
            case BlobOperation.SetServiceProperties _ -> write(SERVICE, "w", NEVER, NEVER, "", Use.CHANGE);
            case BlobOperation.GetAccountInfo _ -> read(ANY, "", "", "", PublicRead.NEVER);
            case BlobOperation.Batch _ -> write(ANY, "", "", NEVER, "", Use.CHANGE);
            case BlobOperation.FindBlobsByTags find ->
                read(
                        find.container() == null ? SERVICE_OR_OBJECT : CONTAINER_OR_OBJECT,
                        "f",
                        find.container() == null ? NEVER : "f",
                        NEVER,
                        PublicRead.NEVER);
            case BlobOperation.CreateContainer _ -> write(CONTAINER, "cw", NEVER, NEVER, "", Use.GROWTH);
            case BlobOperation.GetContainerProperties _, BlobOperation.GetContainerMetadata _ ->
                read(CONTAINER, "r", NEVER, NEVER, PublicRead.CONTAINER);
            case BlobOperation.SetContainerMetadata _ -> write(CONTAINER, "w", NEVER, NEVER, "", Use.GROWTH);
            case BlobOperation.GetContainerAcl _ -> read(CONTAINER, NEVER, NEVER, NEVER, PublicRead.NEVER);
            case BlobOperation.SetContainerAcl _ -> write(CONTAINER, NEVER, NEVER, NEVER, "", Use.CHANGE);
            case BlobOperation.LeaseContainer lease ->
                write(
                        CONTAINER,
                        lease.action() instanceof BlobOperation.LeaseAction.Break ? "dw" : "w",
                        NEVER,
                        NEVER,
                        "",
                        Use.CHANGE);
            case BlobOperation.DeleteContainer _ -> write(CONTAINER, "d", NEVER, NEVER, "", Use.CHANGE);
            case BlobOperation.RestoreContainer _ -> write(CONTAINER, "w", NEVER, NEVER, "", Use.CHANGE);
            case BlobOperation.ListBlobs list -> list(list.include());
            case BlobOperation.PutBlob put -> put(put.created());
            case CopyOperation.PutBlobFromUrl put ->
                put.copyTags() ? grows("cw", "t" + immutability(put.created().retention())) : put(put.created());
            case CopyOperation.PutBlockFromUrl _ -> grows("cw", "");
            case CopyOperation.AppendBlockFromUrl append -> grows("aw", tags(append.conditions()));
            case BlobOperation.PutBlockList put -> put(put.created());
            case BlobOperation.CreateAppendBlob put -> put(put.created());
            case PageOperation.CreatePageBlob put -> put(put.created());
            case PageOperation.PutPage put -> grows("w", tags(put.conditions()));
            case PageOperation.PutPageFromUrl put -> grows("w", tags(put.conditions()));
            case PageOperation.ClearPage clear -> changes("w", tags(clear.conditions()));
            case PageOperation.SetPageProperties set -> grows("w", tags(set.conditions()));
            case BlobOperation.PutBlock _ -> grows("cw", "");
            case BlobOperation.AppendBlock append -> grows("aw", tags(append.conditions()));
            case BlobOperation.SealAppendBlob seal -> changes("aw", tags(seal.conditions()));
            case BlobOperation.SetBlobProperties set -> grows("w", tags(set.conditions()));
            case BlobOperation.SetBlobMetadata set -> grows("w", tags(set.conditions()));
            case BlobOperation.SetBlobTier set -> changes("w", tags(set.conditions()));
            case LifeOperation.SetBlobExpiry set -> changes("w", tags(set.conditions()));
            case BlobOperation.SetBlobTags _ -> grows("t", "");
            case LifeOperation.SetImmutabilityPolicy set -> changes("i", tags(set.conditions()));
            case LifeOperation.DeleteImmutabilityPolicy delete -> changes("i", tags(delete.conditions()));
            case LifeOperation.SetLegalHold set -> changes("i", tags(set.conditions()));
            case BlobOperation.SnapshotBlob snapshot -> grows("cw", tags(snapshot.conditions()));
            case BlobOperation.LeaseBlob lease ->
                changes(
                        lease.action() instanceof BlobOperation.LeaseAction.Break ? "dw" : "w",
                        tags(lease.conditions()));
            case BlobOperation.DeleteBlob delete -> changes(deletion(delete), tags(delete.conditions()));
            case BlobOperation.UndeleteBlob _ -> changes("w", "");
            case CopyOperation.CopyBlob copy ->
                grows(
                        "cw",
                        (copy.tags() != null || copy.copyTags() ? "t" : tags(copy.conditions()))
                                + immutability(copy.retention()));
            case CopyOperation.IncrementalCopyBlob copy -> grows("cw", tags(copy.conditions()));
            case CopyOperation.AbortCopy _ -> changes("w", "");
            case BlobOperation.GetBlob get -> blobRead("r", tags(get.conditions()));
            case BlobOperation.QueryBlob query -> blobRead("r", tags(query.conditions()));
            case BlobOperation.GetBlobProperties get -> blobRead("r", tags(get.conditions()));
            case BlobOperation.GetBlobMetadata get -> blobRead("r", tags(get.conditions()));
            case PageOperation.GetPageRanges get -> blobRead("r", tags(get.conditions()));
            case BlobOperation.GetBlockList get -> blockList(get);
            case BlobOperation.GetBlobTags _ -> new Permission(OBJECT, "t", "t", "t", "", PublicRead.NEVER, Use.READ);
        };
    }

    private static String deletion(BlobOperation.DeleteBlob delete) {
        if (delete.permanent()) {
            return "y";
        }
        return delete.moment() instanceof Moment.Version ? "x" : "d";
    }

    /** Tags are shown only to who may read them; anonymous readers may not. */
    private static Permission list(Set<Include> include) {
        return include.contains(Include.TAGS)
                ? new Permission(CONTAINER, "l", "l", NEVER, "t", PublicRead.NEVER, Use.READ)
                : read(CONTAINER, "l", "l", NEVER, PublicRead.CONTAINER);
    }

    private static Permission put(BlobOperation.NewBlob created) {
        return grows(
                "cw",
                (created.tags().isEmpty() ? tags(created.conditions()) : "t") + immutability(created.retention()));
    }

    private static String immutability(Retention retention) {
        return retention.equals(Retention.NONE) ? "" : "i";
    }

    private static String tags(Conditions conditions) {
        return conditions.ifTags() == null ? "" : "t";
    }

    /** The client's bytes or words are kept. */
    private static Permission grows(String letters, String also) {
        return write(OBJECT, letters, letters, letters, also, Use.GROWTH);
    }

    /** Nothing more is kept than before. */
    private static Permission changes(String letters, String also) {
        return write(OBJECT, letters, letters, letters, also, Use.CHANGE);
    }

    private static Permission blobRead(String letters, String also) {
        return new Permission(OBJECT, letters, letters, letters, also, PublicRead.BLOB, Use.READ);
    }

    /** Anonymous readers see committed blocks only. */
    private static Permission blockList(BlobOperation.GetBlockList get) {
        PublicRead anonymous = get.type() == BlobOperation.BlockListType.COMMITTED ? PublicRead.BLOB : PublicRead.NEVER;
        return new Permission(OBJECT, "r", "r", "r", tags(get.conditions()), anonymous, Use.READ);
    }

    private static Permission read(
            ResourceType type, String account, String container, String blob, PublicRead anonymous) {
        return new Permission(type, account, container, blob, "", anonymous, Use.READ);
    }

    private static Permission write(
            ResourceType type, String account, String container, String blob, String also, Use use) {
        return new Permission(type, account, container, blob, also, PublicRead.NEVER, use);
    }
}
