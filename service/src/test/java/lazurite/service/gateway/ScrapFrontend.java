package lazurite.service.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.PercentEncoding;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.account.Use;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.Operation;
import lazurite.service.auth.Permission;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.auth.Permission.ResourceType;
import org.jspecify.annotations.Nullable;

/** A service of three operations on scraps of bytes in memory. */
final class ScrapFrontend implements Frontend<ScrapFrontend.Scrap> {
    final Map<String, byte[]> scraps = new ConcurrentHashMap<>();
    final Map<String, ContainerPolicy> policies = new ConcurrentHashMap<>();
    final List<CorsRule> corsRules = new ArrayList<>();
    volatile @Nullable String defaultVersion;
    final CountDownLatch slowStarted = new CountDownLatch(1);
    final CountDownLatch slowMayEnd = new CountDownLatch(1);

    sealed interface Scrap extends Operation {
        @Override
        default String name() {
            return getClass().getSimpleName();
        }
    }

    record PutScrap(Resource resource) implements Scrap {
        @Override
        public Permission permission() {
            return new Permission(ResourceType.OBJECT, "cw", "cw", "cw", "", PublicRead.NEVER, Use.GROWTH);
        }
    }

    record GetScrap(Resource resource) implements Scrap {
        @Override
        public Permission permission() {
            return new Permission(ResourceType.OBJECT, "r", "r", "r", "", PublicRead.BLOB, Use.READ);
        }
    }

    /** Serves each line of its body, {@code METHOD uri}, as a request, and answers their statuses. */
    record Batch(Resource resource) implements Scrap {
        @Override
        public Permission permission() {
            return new Permission(ResourceType.SERVICE, "", "", "", "", PublicRead.NEVER, Use.GROWTH);
        }
    }

    @Override
    public ServiceKind kind() {
        return ServiceKind.BLOB;
    }

    @Override
    public Scrap parse(Target target) {
        String method = target.request().method();
        if (method.equals("POST") && "batch".equals(target.query().present("comp"))) {
            return new Batch(Operation.Resource.SERVICE);
        }
        Operation.Resource resource = resource(target.resourcePath());
        return switch (method) {
            case "PUT" -> new PutScrap(resource);
            case "GET", "HEAD" -> new GetScrap(resource);
            default -> throw new StorageException(ErrorCode.UnsupportedHttpVerb);
        };
    }

    private static Operation.Resource resource(String rawPath) {
        int slash = rawPath.indexOf('/', 1);
        if (slash < 0) {
            return new Operation.Resource(rawPath.substring(1), null, null);
        }
        return new Operation.Resource(
                rawPath.substring(1, slash), PercentEncoding.decode(rawPath.substring(slash + 1)), null);
    }

    @Override
    public Response serve(Scrap operation, Call call) {
        return switch (operation) {
            case PutScrap put -> put(put, call);
            case GetScrap get -> get(get, call);
            case Batch _ -> batch(call);
        };
    }

    private Response put(PutScrap put, Call call) {
        String source = call.target().request().headers().first("x-ms-copy-source");
        byte[] bytes = source == null ? read(call) : find(key(here(source, call)));
        scraps.put(key(call, put.resource()), bytes);
        return Response.empty(201, new Headers());
    }

    private static Subrequests.Source here(String source, Call call) {
        Subrequests.Source found = call.subrequests().resolveSource(source, call);
        if (found == null) {
            throw new StorageException(ErrorCode.CannotVerifyCopySource, "It is elsewhere.").withStatus(404);
        }
        return found;
    }

    private Response get(GetScrap get, Call call) {
        String name = String.valueOf(get.resource().blob());
        switch (name) {
            case "broken" -> throw new IllegalStateException("deliberately broken");
            case "busy" -> throw new StorageException(ErrorCode.ServerBusy);
            case "unchanged" -> throw new StorageException(ErrorCode.NotModified);
            case "slow" -> slow();
            default -> {}
        }
        byte[] bytes = find(key(call, get.resource()));
        Headers headers = new Headers()
                .add("Content-Type", "application/octet-stream")
                .add("ETag", "\"0x1\"")
                .add("Accept-Ranges", "bytes")
                .add("x-ms-meta-kept", "1");
        return new Response(200, headers, Body.of(bytes));
    }

    private void slow() {
        slowStarted.countDown();
        try {
            slowMayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Response batch(Call call) {
        StringBuilder statuses = new StringBuilder();
        for (String line :
                new String(read(call), StandardCharsets.UTF_8).lines().toList()) {
            String[] words = line.split(" ", 2);
            Response part = call.subrequests()
                    .serve(
                            new Request(
                                    words[0],
                                    words[1],
                                    new Headers(),
                                    Body.empty(),
                                    call.target().request().remote(),
                                    false),
                            call);
            statuses.append(part.status())
                    .append(' ')
                    .append(part.headers().first("x-ms-error-code"))
                    .append('\n');
        }
        return new Response(202, new Headers(), Body.of(statuses.toString()));
    }

    private static byte[] read(Call call) {
        try (InputStream body = call.target().request().body().stream()) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] find(String key) {
        byte[] bytes = scraps.get(key);
        if (bytes == null) {
            throw new StorageException(ErrorCode.BlobNotFound);
        }
        return bytes;
    }

    private static String key(Call call, Operation.Resource resource) {
        return call.target().account().name() + "/" + resource.container() + "/" + resource.blob();
    }

    private static String key(Subrequests.Source source) {
        return source.account().name() + "/" + source.resource().container() + "/"
                + source.resource().blob();
    }

    @Override
    public Response error(StorageException error, String requestId, boolean head) {
        return XmlError.render(error, requestId, InstantSource.system().instant(), head);
    }

    @Override
    public @Nullable String defaultVersion(String account) {
        return defaultVersion;
    }

    @Override
    public List<CorsRule> corsRules(String account) {
        return corsRules;
    }

    @Override
    public @Nullable ContainerPolicy find(String account, String container) {
        return policies.get(container);
    }
}
