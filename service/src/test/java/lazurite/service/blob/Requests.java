package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.Account;
import lazurite.service.account.Pass;
import lazurite.service.account.Query;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.auth.Caller;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.wire.BlobApi;
import lazurite.service.gateway.Call;
import lazurite.service.gateway.Subrequests;
import org.assertj.core.api.Assertions;

/** Requests and calls for tests, written as a client would. */
public final class Requests {
    public static final String ENDPOINT = "https://acct.blob.core.windows.net/";
    public static final String VERSION = "2026-02-06";

    private Requests() {}

    /** @param headers {@code name: value} */
    public static Target target(String line, String... headers) {
        return target(line, Body.empty(), headers);
    }

    public static Target target(String line, Body body, String... headers) {
        int space = line.indexOf(' ');
        Headers fields = new Headers();
        for (String header : headers) {
            int colon = header.indexOf(':');
            fields.add(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        Request request = new Request(
                line.substring(0, space),
                line.substring(space + 1),
                fields,
                body,
                InetAddress.getLoopbackAddress(),
                true);
        return target(request);
    }

    public static Target target(Request request) {
        return new Target(
                request,
                ServiceKind.BLOB,
                new Account("acct", List.of(new byte[64]), true),
                request.headers().has("secondary"),
                request.rawPath(),
                Query.parse(request.rawQuery()),
                ENDPOINT);
    }

    /** A body of that many bytes, with its Content-Length. */
    public static Target sized(String line, long length, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + length;
        return target(line, new Body(length, new ByteArrayInputStream(new byte[(int) Math.min(length, 1024)])), all);
    }

    public static BlobOperation parse(String line, String... headers) {
        return BlobApi.parse(target(line, headers));
    }

    public static StorageException refusal(Target target) {
        StorageException error = Assertions.catchThrowableOfType(StorageException.class, () -> BlobApi.parse(target));
        assertThat(error).as("refused").isNotNull();
        return error;
    }

    public static StorageException refusal(String line, String... headers) {
        return refusal(target(line, headers));
    }

    public static Call call(Target target) {
        return call(target, VERSION, Caller.Kind.SHARED_KEY);
    }

    public static Call call(Target target, String version, Caller.Kind kind) {
        return new Call(
                target,
                new Caller(kind, "", "acct"),
                version,
                "0a1b2c3d-e01e-0001-7788-99aabb000000",
                Pass.UNRESTRICTED,
                NONE);
    }

    public static String text(Response response) throws IOException {
        return new String(response.body().stream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static final Subrequests NONE = new Subrequests() {
        @Override
        public Response serve(Request part, Call outer) {
            throw new AssertionError("no part was expected");
        }

        @Override
        public Source resolveSource(String url, Call outer) {
            throw new AssertionError("no copy was expected");
        }
    };
}
