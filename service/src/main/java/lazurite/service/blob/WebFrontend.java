package lazurite.service.blob;

import java.time.InstantSource;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.http.Response;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.WebOperation;
import lazurite.service.blob.settings.StaticWebsite;
import lazurite.service.blob.wire.WebRouting;
import lazurite.service.gateway.Call;
import lazurite.service.gateway.CorsRule;
import lazurite.service.gateway.Frontend;
import lazurite.service.gateway.HtmlError;
import org.jspecify.annotations.Nullable;

/**
 * The static websites of accounts: the blobs of {@code $web}, read by anybody, whatever the container's public access.
 * Nothing else is reached, and nothing is listed or changed.
 *
 * <p>Concurrency: any thread; holds no state of its own.
 */
public final class WebFrontend implements Frontend<WebOperation> {
    /** Websites are served under one version of the protocol, Azure's. */
    private static final String VERSION = "2018-03-28";

    private final BlobOperations blobs;
    private final InstantSource clock;

    public WebFrontend(BlobOperations blobs, InstantSource clock) {
        this.blobs = blobs;
        this.clock = clock;
    }

    @Override
    public ServiceKind kind() {
        return ServiceKind.BLOB;
    }

    @Override
    public boolean servesAnyone() {
        return true;
    }

    @Override
    public WebOperation parse(Target target) {
        return WebRouting.parse(target);
    }

    @Override
    public Response serve(WebOperation operation, Call call) {
        StaticWebsite website = blobs.properties(call.target().account().name()).website();
        if (!website.enabled()) {
            throw new StorageException(ErrorCode.WebContentNotFound);
        }
        WebPages pages = new WebPages(blobs, call);
        Response page = pages.find(named(operation.path(), website), operation);
        if (page == null) {
            page = pages.find(website.defaultIndexDocument(), operation);
        }
        if (page == null) {
            page = pages.notFound(website.errorDocument(), operation);
        }
        return safe(page);
    }

    /** The page that a path names; null if it ends in a slash and no page stands for such. */
    private static @Nullable String named(String path, StaticWebsite website) {
        boolean folder = path.isEmpty() || path.endsWith("/");
        if (!folder) {
            return path;
        }
        return website.indexDocument() == null ? null : path + website.indexDocument();
    }

    @Override
    public Response error(StorageException error, String requestId, boolean head) {
        Response response =
                BlobFrontend.withHead(error, () -> HtmlError.render(error, requestId, clock.instant(), head));
        if (error.code() == ErrorCode.UnsupportedHttpVerb) {
            response.headers().add("Allow", "GET, HEAD, OPTIONS");
        }
        return safe(response);
    }

    /** What was stored as one type is shown as no other. */
    private static Response safe(Response response) {
        Headers headers = response.headers();
        headers.set("X-Content-Type-Options", "nosniff");
        return response;
    }

    @Override
    public String defaultVersion(String account) {
        return VERSION;
    }

    @Override
    public List<CorsRule> corsRules(String account) {
        return blobs.properties(account).cors();
    }

    @Override
    public @Nullable ContainerPolicy find(String account, String container) {
        return blobs.policy(account, container);
    }
}
