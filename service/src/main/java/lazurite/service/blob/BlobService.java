package lazurite.service.blob;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.service.account.Accounts;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Immutability;
import lazurite.service.account.Use;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.blob.chore.AccessTimes;
import lazurite.service.blob.chore.BlobWalk;
import lazurite.service.blob.chore.Chore;
import lazurite.service.blob.chore.ContainerSweeper;
import lazurite.service.blob.chore.ExpiredBlobs;
import lazurite.service.blob.chore.Lifecycle;
import lazurite.service.blob.chore.Purge;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.copy.Copies;
import lazurite.service.blob.copy.CopyJobs;
import lazurite.service.blob.copy.FromUrl;
import lazurite.service.blob.copy.IncrementalCopies;
import lazurite.service.blob.copy.OutsideCopies;
import lazurite.service.blob.copy.OutsideSources;
import lazurite.service.blob.copy.Sources;
import lazurite.service.blob.event.ChangeEvents;
import lazurite.service.blob.list.ContainerListing;
import lazurite.service.blob.list.Listing;
import lazurite.service.blob.list.TagSearch;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobPermissions;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.page.PageTidier;
import lazurite.service.blob.read.PageRanges;
import lazurite.service.blob.read.Queries;
import lazurite.service.blob.read.Reads;
import lazurite.service.blob.replication.Replicas;
import lazurite.service.blob.replication.ReplicationFollower;
import lazurite.service.blob.replication.Replicator;
import lazurite.service.blob.retention.KeptClock;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.write.Appends;
import lazurite.service.blob.write.Blocks;
import lazurite.service.blob.write.Changes;
import lazurite.service.blob.write.Containers;
import lazurite.service.blob.write.Deletes;
import lazurite.service.blob.write.PageBlobs;
import lazurite.service.blob.write.PutBlobs;
import lazurite.service.blob.write.Retentions;
import lazurite.service.blob.write.ServiceSettings;
import lazurite.service.blob.write.SignedIdentifiersXml;
import lazurite.service.blob.write.Undeletes;
import lazurite.service.gateway.Enforcement;
import lazurite.store.Engine;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.KeyRing;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The Blob service without its wire: what each operation means. Knows no HTTP.
 *
 * <p>Concurrency: any thread; state is in the store alone.
 */
public final class BlobService implements BlobOperations {
    private static final int ACL_BYTES_MAX = 64 << 10;

    private final BlobRows rows;
    private final AccessTimes accesses;
    private final ServiceSettings settings;
    private final Containers containers;
    private final PutBlobs puts;
    private final Blocks blocks;
    private final Appends appends;
    private final Reads reads;
    private final Queries queries;
    private final Changes changes;
    private final Retentions retentions;
    private final Copies copies;
    private final Deletes deletes;
    private final Undeletes undeletes;
    private final IncrementalCopies incremental;
    private final PageBlobs pages;
    private final PageTidier tidier;
    private final OutsideCopies outsideCopies;
    private final FromUrl fromUrl;

    /** One that reads no other server. */
    public BlobService(
            Engine engine, Bodies bodies, KeyRing keys, UidSource ids, Collector collector, Platform platform) {
        this(engine, bodies, keys, ids, collector, platform, OutsideSources.NONE, 1);
    }

    /** @param outsideMax sources on other servers that are read at once for requests, and as many for pending copies */
    public BlobService(
            Engine engine,
            Bodies bodies,
            KeyRing keys,
            UidSource ids,
            Collector collector,
            Platform platform,
            OutsideSources outside,
            int outsideMax) {
        rows = new BlobRows(engine.metadata(), bodies, keys, ids, collector, platform);
        Intake intake = new Intake(bodies);
        containers = new Containers(rows);
        settings = new ServiceSettings(rows, containers);
        puts = new PutBlobs(rows, intake);
        blocks = new Blocks(rows, intake, puts);
        appends = new Appends(rows, intake);
        accesses = new AccessTimes(rows);
        reads = new Reads(rows, accesses);
        queries = new Queries(reads, platform);
        changes = new Changes(rows);
        retentions = new Retentions(rows);
        deletes = new Deletes(rows);
        undeletes = new Undeletes(rows);
        tidier = new PageTidier(rows);
        Sources sources = new Sources(rows, outside, outsideMax);
        outsideCopies = new OutsideCopies(rows, sources, outside, intake, puts, outsideMax);
        copies = new Copies(rows, puts, tidier, outsideCopies);
        incremental = new IncrementalCopies(rows, puts, tidier);
        pages = new PageBlobs(rows, intake, puts);
        fromUrl = new FromUrl(rows, sources, puts, blocks, appends, pages);
    }

    @Override
    public BlobResult run(BlobOperation operation, BlobCall call) {
        String account = call.account();
        requireNoReplica(operation, call);
        return switch (operation) {
            case BlobOperation.ListContainers list -> ContainerListing.list(rows, list, account);
            case BlobOperation.GetServiceProperties _ -> new BlobResult.ServiceState(settings.get(account));
            case BlobOperation.SetServiceProperties set -> settings.set(set, call);
            case BlobOperation.GetServiceStats _ ->
                new BlobResult.Stats(rows.platform().clock().instant());
            case BlobOperation.GetAccountInfo _ -> new BlobResult.AccountInfo();
            case BlobOperation.Batch _ -> throw new IllegalArgumentException("a batch is served part by part");
            case BlobOperation.FindBlobsByTags find -> TagSearch.find(rows, find, call);
            case BlobOperation.CreateContainer create -> containers.create(create, call);
            case BlobOperation.GetContainerProperties get -> containers.get(account, get.container(), get.leaseId());
            case BlobOperation.GetContainerMetadata get -> containers.get(account, get.container(), get.leaseId());
            case BlobOperation.SetContainerMetadata set -> containers.setMetadata(set, call);
            case BlobOperation.GetContainerAcl get -> containers.get(account, get.container(), get.leaseId());
            case BlobOperation.SetContainerAcl set -> setAcl(set, call);
            case BlobOperation.LeaseContainer lease -> containers.lease(lease, call);
            case BlobOperation.DeleteContainer delete -> containers.delete(delete, call);
            case BlobOperation.RestoreContainer restore -> containers.restore(restore, call);
            case BlobOperation.ListBlobs list -> Listing.list(rows, list, call);
            case BlobOperation.PutBlob put -> puts.put(put, call);
            case BlobOperation.CreateAppendBlob create -> puts.createAppend(create, call);
            case BlobOperation.AppendBlock append -> appends.append(append, call);
            case BlobOperation.SealAppendBlob seal -> appends.seal(seal, call);
            case PageOperation.CreatePageBlob create -> pages.create(create, call);
            case PageOperation.PutPage put -> pages.put(put, call);
            case PageOperation.PutPageFromUrl put -> fromUrl.putPage(put, call);
            case PageOperation.ClearPage clear -> pages.clear(clear, call);
            case PageOperation.SetPageProperties set -> pages.setProperties(set, call);
            case PageOperation.GetPageRanges get -> PageRanges.get(rows, get, call);
            case BlobOperation.PutBlock put -> blocks.putBlock(put, call);
            case CopyOperation.PutBlobFromUrl put -> fromUrl.put(put, call);
            case CopyOperation.PutBlockFromUrl put -> fromUrl.putBlock(put, call);
            case CopyOperation.AppendBlockFromUrl append -> fromUrl.append(append, call);
            case BlobOperation.PutBlockList put -> blocks.putBlockList(put, call);
            case BlobOperation.SetBlobProperties set -> changes.setProperties(set, call);
            case BlobOperation.SetBlobMetadata set -> changes.setMetadata(set, call);
            case BlobOperation.SetBlobTags set -> changes.setTags(set, call);
            case BlobOperation.SetBlobTier set -> changes.setTier(set, call);
            case LifeOperation.SetImmutabilityPolicy set -> retentions.setPolicy(set, call);
            case LifeOperation.DeleteImmutabilityPolicy delete -> retentions.deletePolicy(delete, call);
            case LifeOperation.SetLegalHold set -> retentions.setHold(set, call);
            case LifeOperation.SetBlobExpiry set -> changes.setExpiry(set, call);
            case BlobOperation.SnapshotBlob snapshot -> changes.snapshot(snapshot, call);
            case BlobOperation.LeaseBlob lease -> changes.lease(lease, call);
            case BlobOperation.DeleteBlob delete -> deletes.delete(delete, call);
            case BlobOperation.UndeleteBlob undelete -> undeletes.undelete(undelete, call);
            case CopyOperation.CopyBlob copy -> copies.copy(copy, call);
            case CopyOperation.IncrementalCopyBlob copy -> incremental.copy(copy, call);
            case CopyOperation.AbortCopy abort -> outsideCopies.abort(abort, call);
            case BlobOperation.GetBlob get -> reads.get(get, call);
            case BlobOperation.QueryBlob query -> queries.query(query, call);
            case BlobOperation.GetBlobProperties get -> reads.state(get, get.conditions(), call);
            case BlobOperation.GetBlobMetadata get -> reads.state(get, get.conditions(), call);
            case BlobOperation.GetBlobTags get -> reads.tags(get, call);
            case BlobOperation.GetBlockList get -> blocks.blockList(get, call);
        };
    }

    @Override
    public ServiceProperties properties(String account) {
        return settings.get(account);
    }

    @Override
    public @Nullable ContainerPolicy policy(String account, String container) {
        return containers.policy(account, container);
    }

    /** The time for what cannot be taken back, by which protection ends. */
    public KeptClock clock() {
        return rows.protection().clock();
    }

    /** Why the account may not have these settings in the place of those that hold; null if it may. */
    public @Nullable String refusal(String account, Immutability wanted) {
        return rows.protection().refusal(account, wanted);
    }

    /** Has these settings hold from now on, which nothing may {@link #refusal refuse}; they are remembered. */
    public void protect(String account, Immutability wanted) {
        rows.protection().remember(account, wanted);
    }

    /** Cleans up behind deleted containers. */
    public ContainerSweeper sweeper() {
        return new ContainerSweeper(rows, tidier);
    }

    /** The changes of accounts that somebody follows. */
    public ChangeEvents changeEvents() {
        return rows.events();
    }

    /** The copies that are carried out behind their answers. */
    public CopyJobs copyJobs() {
        return outsideCopies.jobs();
    }

    /**
     * Does what is due in all containers of accounts that have nothing switched on.
     *
     * @param clock the time for what cannot be taken back
     */
    public BlobWalk walk(BlobWalk.Passes passes, InstantSource clock) {
        return walk(passes, clock, _ -> BlobFeatures.NONE);
    }

    /**
     * Does what is due in all containers as time goes by.
     *
     * @param clock the time for what cannot be taken back
     * @param features what an account has switched on
     */
    public BlobWalk walk(BlobWalk.Passes passes, InstantSource clock, Function<String, BlobFeatures> features) {
        List<Chore> chores = List.of(
                new Purge(rows), new ExpiredBlobs(rows, features), new Lifecycle(rows, changes, deletes, features));
        return new BlobWalk(rows, containers, chores, passes, clock);
    }

    /** When blobs were read last, to be written down now and then. */
    public AccessTimes accessTimes() {
        return accesses;
    }

    /** Copies blobs between accounts as their policies say. */
    Replicator replicator(Accounts accounts, Enforcement enforcement) {
        return new Replicator(rows, new Replicas(rows, puts, deletes), accounts, enforcement);
    }

    /**
     * Has the replicas of blobs follow them.
     *
     * @param passRest between two looks at all that is replicated
     */
    public ReplicationFollower replication(Accounts accounts, Enforcement enforcement, Duration passRest) {
        return new ReplicationFollower(
                changeEvents(), accounts, replicator(accounts, enforcement), rows.platform(), passRest);
    }

    /** A container that a replication rule writes to takes nothing else; it can be read, and its blobs be deleted. */
    private static void requireNoReplica(BlobOperation operation, BlobCall call) {
        if (operation instanceof BlobOperation.OnBlob onBlob
                && call.features().replications().isReplica(onBlob.container())
                && BlobPermissions.of(operation).use() == Use.GROWTH) {
            throw new StorageException(
                            ErrorCode.InvalidOperation,
                            "The container is the destination of an object replication policy and takes no writes.")
                    .withStatus(409);
        }
    }

    /** Exact content bytes of each account, whatever form they have, in all containers that there are or that can be restored. */
    public Map<String, Long> bytesByAccount() {
        return containers.bytesByAccount();
    }

    private BlobResult setAcl(BlobOperation.SetContainerAcl operation, BlobCall call) {
        byte[] document = Intake.document(operation.body(), Checksums.NONE, ACL_BYTES_MAX);
        return containers.setAcl(
                call,
                operation.container(),
                operation.publicRead(),
                SignedIdentifiersXml.read(document),
                operation.conditions());
    }
}
