package lazurite.service.blob;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Response;
import lazurite.service.account.Account;
import lazurite.service.account.Query;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.Operation.Resource;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.Origin;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.StampText;
import lazurite.service.blob.wire.BlobApi;
import lazurite.service.blob.wire.EncryptionHeaders;
import lazurite.service.gateway.Call;
import lazurite.service.gateway.CorsRule;
import lazurite.service.gateway.Frontend;
import lazurite.service.gateway.Subrequests;
import lazurite.service.gateway.XmlError;
import org.jspecify.annotations.Nullable;

/**
 * The Blob service as the gateway sees it.
 *
 * <p>Concurrency: any thread; holds no state of its own.
 */
public final class BlobFrontend implements Frontend<BlobOperation> {
    /** Details of an error that stand in its answer's head and not in its body. */
    private static final List<String> IN_HEAD = List.of("Content-Range", "ETag", "Last-Modified");

    private static final String LOGS = "$logs";
    private static final String CHANGE_FEED = "$blobchangefeed";

    private final BlobOperations operations;
    private final InstantSource clock;

    public BlobFrontend(BlobOperations operations, InstantSource clock) {
        this.operations = operations;
        this.clock = clock;
    }

    @Override
    public ServiceKind kind() {
        return ServiceKind.BLOB;
    }

    @Override
    public BlobOperation parse(Target target) {
        return BlobApi.parse(target);
    }

    @Override
    public Response serve(BlobOperation operation, Call call) {
        if (opensToPublic(operation) && !call.target().account().allowBlobPublicAccess()) {
            throw new StorageException(ErrorCode.PublicAccessNotPermitted);
        }
        if (operation instanceof BlobOperation.Batch batch) {
            return BlobBatch.run(batch, call);
        }
        Account account = call.target().account();
        if (changesWhatIsKept(operation, account)) {
            throw new StorageException(ErrorCode.AuthorizationFailure);
        }
        BlobCall blobCall = new BlobCall(
                account.name(),
                account.blob(),
                call.caller(),
                call.version(),
                call.pass(),
                url -> source(url, call),
                EncryptionHeaders.of(call.target()),
                new Origin(call.requestId(), call.target().request().headers().first("x-ms-client-request-id")));
        return BlobApi.render(operation, operations.run(operation, blobCall), call);
    }

    @Override
    public Response error(StorageException error, String requestId, boolean head) {
        return withHead(error, () -> XmlError.render(error, requestId, clock.instant(), head));
    }

    /** What the answer's head says of an error is left out of the document that the given renders. */
    static Response withHead(StorageException error, Supplier<Response> rendered) {
        @Nullable String[] values = new @Nullable String[IN_HEAD.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = error.details().remove(IN_HEAD.get(i));
        }
        Response response = rendered.get();
        for (int i = 0; i < values.length; i++) {
            response.headers().addIfPresent(IN_HEAD.get(i), values[i]);
        }
        return response;
    }

    @Override
    public List<CorsRule> corsRules(String account) {
        return operations.properties(account).cors();
    }

    @Override
    public @Nullable String defaultVersion(String account) {
        return operations.properties(account).defaultVersion();
    }

    @Override
    public @Nullable ContainerPolicy find(String account, String container) {
        return operations.policy(account, container);
    }

    private static boolean opensToPublic(BlobOperation operation) {
        return (operation instanceof BlobOperation.CreateContainer create && create.publicRead() != PublicRead.NEVER)
                || (operation instanceof BlobOperation.SetContainerAcl set && set.publicRead() != PublicRead.NEVER);
    }

    /**
     * The service alone writes its logs and the change feed. The account reads them, may delete logs one by one, and the
     * feed once it is switched off.
     */
    private static boolean changesWhatIsKept(BlobOperation operation, Account account) {
        String container = operation.resource().container();
        if (container == null || !operation.permission().use().writes()) {
            return false;
        }
        boolean deletesBlob = operation instanceof BlobOperation.DeleteBlob;
        return switch (container) {
            case LOGS -> !deletesBlob;
            case CHANGE_FEED ->
                account.blob().changeFeed().enabled()
                        || !(deletesBlob || operation instanceof BlobOperation.DeleteContainer);
            default -> false;
        };
    }

    private static BlobCall.Source source(String url, Call call) {
        Subrequests.Source source = call.subrequests().resolveSource(url, call);
        if (source == null) {
            return new BlobCall.OutsideSource(url);
        }
        Resource resource = source.resource();
        String moment = resource.moment();
        if (resource.container() == null || resource.blob() == null) {
            throw new StorageException(ErrorCode.CannotVerifyCopySource);
        }
        return new BlobCall.ResolvedSource(
                source.account().name(),
                resource.container(),
                resource.blob(),
                moment == null ? null : moment(url, moment),
                source.caller().mayReadTags(),
                source.pass(),
                source.account().blob());
    }

    private static @Nullable Moment moment(String url, String text) {
        Stamp stamp = StampText.parse(text);
        if (stamp == null) {
            return null;
        }
        boolean version = Query.parse(url.substring(url.indexOf('?') + 1)).present("versionid") != null;
        return version ? new Moment.Version(stamp) : new Moment.Snapshot(stamp);
    }
}
