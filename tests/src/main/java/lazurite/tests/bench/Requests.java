package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;
import lazurite.tests.wire.Signer;

/** The requests that works are made of. */
final class Requests {
    static final String CONTAINER = "bench";

    private final Signer signer;
    private final BlobWire wire;

    Requests(ServerUnderTest server) {
        this.signer = new Signer(server.account(), server.key());
        this.wire = new BlobWire(server);
    }

    /** Incompressible bytes. */
    static byte[] body(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    /** `connections` lists of `each` requests, numbered through. */
    static List<List<Prepared>> spread(int connections, int each, IntFunction<Prepared> request) {
        List<List<Prepared>> all = new ArrayList<>();
        for (int connection = 0; connection < connections; connection++) {
            List<Prepared> list = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                list.add(request.apply(connection * each + i));
            }
            all.add(list);
        }
        return all;
    }

    String path(String name) {
        return wire.path(CONTAINER, name);
    }

    Prepared put(String name, byte[] body) {
        BlobCall call = BlobCall.of("PUT", path(name)).header("x-ms-blob-type", "BlockBlob");
        return Prepared.of(call, signer, body, 201);
    }

    Prepared get(String name) {
        return Prepared.of(BlobCall.of("GET", path(name)), signer, new byte[0], 200);
    }

    Prepared range(String name, long from, long length) {
        BlobCall call = BlobCall.of("GET", path(name)).header("range", "bytes=" + from + "-" + (from + length - 1));
        return Prepared.of(call, signer, new byte[0], 206);
    }

    Prepared delete(String name) {
        return Prepared.of(BlobCall.of("DELETE", path(name)), signer, new byte[0], 202);
    }

    void createPages(String name, long length) {
        expect(
                201,
                BlobCall.of("PUT", path(name))
                        .header("x-ms-blob-type", "PageBlob")
                        .header("x-ms-blob-content-length", String.valueOf(length)));
    }

    Prepared page(String name, long from, byte[] body) {
        BlobCall call = BlobCall.of("PUT", path(name))
                .query("comp", "page")
                .header("x-ms-page-write", "update")
                .header("x-ms-range", "bytes=" + from + "-" + (from + body.length - 1));
        return Prepared.of(call, signer, body, 201);
    }

    void createAppend(String name) {
        expect(201, BlobCall.of("PUT", path(name)).header("x-ms-blob-type", "AppendBlob"));
    }

    Prepared append(String name, byte[] body) {
        return Prepared.of(BlobCall.of("PUT", path(name)).query("comp", "appendblock"), signer, body, 201);
    }

    static String blockId(int number) {
        return Base64.getEncoder().encodeToString("%08d".formatted(number).getBytes(StandardCharsets.UTF_8));
    }

    Prepared block(String name, int number, byte[] body) {
        BlobCall call = BlobCall.of("PUT", path(name)).query("comp", "block").query("blockid", blockId(number));
        return Prepared.of(call, signer, body, 201);
    }

    void commit(String name, int blocks) {
        StringBuilder xml = new StringBuilder("<BlockList>");
        for (int i = 0; i < blocks; i++) {
            xml.append("<Latest>").append(blockId(i)).append("</Latest>");
        }
        byte[] body = xml.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
        expect(201, BlobCall.of("PUT", path(name)).query("comp", "blocklist").body(body));
    }

    /** Needed by those who have containers; nginx makes folders as it goes. */
    void createContainer() {
        expect(201, BlobCall.of("PUT", wire.path(CONTAINER, "")).query("restype", "container"));
    }

    Reply expect(int status, BlobCall call) {
        try {
            Reply reply = wire.call(call);
            if (reply.status() != status) {
                throw new IllegalStateException(call.method() + " " + call.target() + " answered " + reply);
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BlobCall list() {
        return BlobCall.of("GET", wire.path(CONTAINER, ""))
                .query("restype", "container")
                .query("comp", "list");
    }
}
