package lazurite.service.gateway;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.http.Exchange;
import lazurite.http.HttpServer;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.Addressing;
import lazurite.service.account.Pass;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.account.Use;
import lazurite.service.auth.Authenticator;
import lazurite.service.auth.Authorizer;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Grant;
import lazurite.service.auth.Operation;
import org.jspecify.annotations.Nullable;

/**
 * The one way into a service: every request to its port, from socket to log line. One gateway for each port.
 *
 * <p>Concurrency: any thread; each request has its own {@link Visit}.
 *
 * @param <O> the service's operations
 */
public final class Gateway<O extends Operation> implements HttpServer.Handler {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    private final Frontend<O> frontend;
    private final ServiceKind kind;
    private final Addressing addressing;
    private final Platform platform;
    private final Options options;
    private final RequestIds requestIds;
    private final ServiceVersion versions = new ServiceVersion();
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final Subrequests subrequests;

    /**
     * What a gateway works with.
     *
     * @param admission may be shared by gateways
     * @param observer told of each request
     * @param writable false while the store takes no writes: {@code /readyz} then says so
     * @param challenge the WWW-Authenticate value of every 401
     */
    public record Options(
            Admission admission,
            Enforcement enforcement,
            RequestObserver observer,
            BooleanSupplier writable,
            String challenge) {
        /** Standard limits, nothing enforced or observed, always writable. */
        public static Options standard() {
            return new Options(
                    new Admission(Limits.standard()),
                    Enforcement.OPEN,
                    RequestObserver.NONE,
                    () -> true,
                    "Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize"
                            + " resource_id=https://storage.azure.com");
        }
    }

    public Gateway(Frontend<O> frontend, Addressing addressing, Platform platform, Options options) {
        this.frontend = frontend;
        this.kind = frontend.kind();
        this.addressing = addressing;
        this.platform = platform;
        this.options = options;
        this.requestIds = new RequestIds(platform.random());
        this.authenticator = new Authenticator(frontend, platform.clock());
        this.authorizer = new Authorizer(frontend);
        this.subrequests = new Parts();
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Request request = ClientBody.mark(exchange.request());
        Response health = Health.answer(request, options.writable());
        if (health != null && !addressing.isHostStyle(request, kind)) {
            exchange.send(health);
            return;
        }
        Visit visit = new Visit(kind, platform, request, requestIds.next(), ServiceVersion.DEFAULT);
        boolean admitted = options.admission().tryEnter();
        boolean sent = false;
        Response answer = null;
        try {
            answer = admitted ? answer(visit, subrequests) : busy(visit);
            send(exchange, visit, answer);
            sent = true;
        } finally {
            if (admitted) {
                options.admission().leave();
            }
            if (!sent) {
                visit.broken();
            }
            options.observer().completed(visit.ended(exchange.bytesReceived(), exchange.bytesSent()), request, answer);
        }
    }

    /** An answer that an order takes back before anything of it has left becomes a refusal; later it is broken off. */
    private void send(Exchange exchange, Visit visit, Response answer) throws IOException {
        try {
            exchange.send(answer);
        } catch (RevocableBody.Revoked revoked) {
            if (exchange.bytesSent() > 0) {
                throw revoked;
            }
            exchange.send(CommonHeaders.complete(refusal(visit, revoked.refusal()), visit, kind));
        }
    }

    private Response answer(Visit visit, Subrequests inner) {
        Response response;
        try {
            response = serve(visit, inner);
        } catch (RuntimeException e) {
            response = refusal(visit, meaning(e, visit.requestId()));
        }
        return CommonHeaders.complete(response, visit, kind);
    }

    /** The order of the steps. */
    private Response serve(Visit visit, Subrequests inner) {
        Target target = visit.addressed(addressing);
        Request request = target.request();
        String version = visit.underVersion(version(target, visit));
        List<CorsRule> corsRules = visit.crossOrigin(corsRules(target));
        if (request.method().equals("OPTIONS")) {
            visit.asks(preflightName());
            options.enforcement().check(target.account(), kind, Use.PREFLIGHT);
            return Cors.preflight(request, corsRules);
        }
        O operation = visit.asks(frontend.parse(target));
        Grant grant = visit.authenticated(grant(target, operation, version));
        Use use = grant.as(operation.permission().use());
        Pass pass = options.enforcement().check(target.account(), kind, use);
        ClientBody.under(pass, request);
        Caller caller = caller(grant, target, operation, version);
        override(visit, grant, target, operation);
        Call call = new Call(target, caller, version, visit.requestId(), pass, inner);
        try (Admission.Turn _ = options.admission().upload(request.body())) {
            Response response = frontend.serve(operation, call);
            return use.writes() ? response : RevocableBody.under(pass, response);
        }
    }

    private Grant grant(Target target, O operation, String version) {
        return frontend.servesAnyone()
                ? new Grant.Anonymous()
                : authenticator.authenticate(target, operation.resource(), version);
    }

    private Caller caller(Grant grant, Target target, O operation, String version) {
        return frontend.servesAnyone()
                ? new Caller(grant.kind(), "", target.account().name())
                : authorizer.authorize(grant, target, operation, version);
    }

    /** A part of a batch is served under the batch's version, even where its own SAS names another. */
    private String version(Target target, Visit visit) {
        if (visit.isPart()) {
            return visit.version();
        }
        String asked =
                frontend.servesAnyone() ? null : versions.asked(target.request().headers(), target.query());
        String usual = asked == null ? frontend.defaultVersion(target.account().name()) : asked;
        return usual == null ? ServiceVersion.DEFAULT : usual;
    }

    /** Only what may need them reads the rules: a request that names an origin, or whose answer a cache may keep. */
    private List<CorsRule> corsRules(Target target) {
        boolean needed = switch (target.request().method()) {
            case "GET", "HEAD", "OPTIONS" -> true;
            default -> target.request().headers().has("Origin");
        };
        return needed ? frontend.corsRules(target.account().name()) : List.of();
    }

    private String preflightName() {
        return switch (kind) {
            case BLOB -> "BlobPreflightRequest";
            case QUEUE -> "QueuePreflightRequest";
            case TABLE -> "TablePreflightRequest";
        };
    }

    /** A SAS replaces headers where a blob itself is read. */
    private static void override(Visit visit, Grant grant, Target target, Operation operation) {
        boolean reads = target.request().method().equals("GET")
                || target.request().method().equals("HEAD");
        boolean blob = operation.resource().blob() != null && target.query().present("comp") == null;
        if (reads && blob && grant instanceof Grant.Service sas) {
            visit.overriddenBy(sas.overrides());
        }
    }

    private Response busy(Visit visit) {
        return CommonHeaders.complete(refusal(visit, new StorageException(ErrorCode.ServerBusy)), visit, kind);
    }

    private Response refusal(Visit visit, StorageException error) {
        visit.failed(error);
        Response refusal = frontend.error(
                error, visit.requestId(), visit.request().method().equals("HEAD"));
        CommonHeaders.explain(refusal, error, options.challenge());
        return refusal;
    }

    /** What a failure means to the client. One that is the server's own is logged, here only. */
    private static StorageException meaning(RuntimeException failure, String requestId) {
        if (ClientBody.caused(failure)) {
            return new StorageException(ErrorCode.InvalidInput, "The request's body could not be read to its end.");
        }
        if (failure instanceof StorageException error && error.code() != ErrorCode.InternalError) {
            return error;
        }
        LOG.log(System.Logger.Level.ERROR, "request " + requestId + " failed", failure);
        return failure instanceof StorageException error ? error : new StorageException(ErrorCode.InternalError);
    }

    /** Requests inside a request; those inside them may hold no more. */
    private final class Parts implements Subrequests {
        private final CopySources<O> sources =
                new CopySources<>(frontend, addressing, authenticator, authorizer, options.enforcement());

        @Override
        public Response serve(Request part, Call outer) {
            Visit visit = new Visit(kind, platform, inside(part, outer), requestIds.next(), outer.version())
                    .confinedTo(outer.target());
            Response response = null;
            try {
                response = answer(visit, new NoParts(sources));
                return response;
            } finally {
                options.observer().completed(visit.ended(0, 0), visit.request(), response);
            }
        }

        @Override
        public @Nullable Source resolveSource(String url, Call outer) {
            return sources.resolve(url, outer);
        }

        /** A part has no connection of its own: host, address and transport are the batch's. */
        private static Request inside(Request part, Call outer) {
            Request whole = outer.target().request();
            if (!part.headers().has("Host")) {
                part.headers().addIfPresent("Host", whole.headers().first("Host"));
            }
            return new Request(
                    part.method(), part.target(), part.headers(), part.body(), whole.remote(), whole.secure());
        }
    }

    /** What a part of a batch may ask for. */
    private record NoParts(CopySources<?> sources) implements Subrequests {
        @Override
        public Response serve(Request part, Call outer) {
            throw new StorageException(ErrorCode.InvalidInput, "A part of a batch cannot be a batch.");
        }

        @Override
        public @Nullable Source resolveSource(String url, Call outer) {
            return sources.resolve(url, outer);
        }
    }
}
