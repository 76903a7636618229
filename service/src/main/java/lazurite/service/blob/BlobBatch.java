package lazurite.service.blob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.PercentEncoding;
import lazurite.service.account.Query;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.wire.BatchParts;
import lazurite.service.blob.wire.BatchParts.Part;
import lazurite.service.blob.wire.LimitedBody;
import lazurite.service.blob.wire.ServiceRouting;
import lazurite.service.gateway.Call;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a batch: Delete Blob or Set Blob Tier, many of one kind, each checked like a request of its own
 * ({@code blob.md} §12 of the protocol digest). Answers stand in the order of the requests.
 */
final class BlobBatch {
    private static final String LINE_END = "\r\n";

    /** What a batch may be made of. */
    private enum Kind {
        DELETE_BLOB,
        SET_BLOB_TIER
    }

    private final BlobOperation.Batch batch;
    private final Call call;

    private BlobBatch(BlobOperation.Batch batch, Call call) {
        this.batch = batch;
        this.call = call;
    }

    /** @throws StorageException 400 InvalidInput, AllRequestsMustBeSameType; 413 RequestBodyTooLarge */
    static Response run(BlobOperation.Batch batch, Call call) {
        return new BlobBatch(batch, call).run();
    }

    private Response run() {
        List<Part> parts = BatchParts.read(
                read(batch.body()), batch.boundary(), call.target().request());
        requireOneKind(parts);
        List<Response> answers = new ArrayList<>(parts.size());
        for (Part part : parts) {
            requireInside(part.request());
        }
        for (Part part : parts) {
            answers.add(call.subrequests().serve(part.request(), call));
        }
        String boundary = "batchresponse_" + call.requestId();
        Headers headers = new Headers().add("Content-Type", "multipart/mixed; boundary=" + boundary);
        return new Response(202, headers, Body.of(render(parts, answers, boundary)));
    }

    private static String read(Payload body) {
        try {
            byte[] bytes = body.stream().readNBytes((int) ServiceRouting.BATCH_BYTES_MAX + 1);
            if (bytes.length > ServiceRouting.BATCH_BYTES_MAX) {
                throw LimitedBody.tooLarge(ServiceRouting.BATCH_BYTES_MAX);
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireOneKind(List<Part> parts) {
        Kind first = kind(parts.getFirst().request());
        for (Part part : parts) {
            if (kind(part.request()) != first) {
                throw new StorageException(ErrorCode.AllRequestsMustBeSameType);
            }
        }
    }

    private static Kind kind(Request request) {
        Query query = Query.parse(request.rawQuery());
        String comp = query.present("comp");
        if (query.present("restype") == null) {
            if (request.method().equals("DELETE") && comp == null) {
                return Kind.DELETE_BLOB;
            }
            if (request.method().equals("PUT") && "tier".equals(comp)) {
                return Kind.SET_BLOB_TIER;
            }
        }
        throw BatchParts.invalid("A batch holds only Delete Blob or Set Blob Tier requests.");
    }

    /** A batch over a container reaches into no other. */
    private void requireInside(Request part) {
        if (batch.container() == null) {
            return;
        }
        String whole = call.target().request().rawPath();
        String account =
                whole.substring(0, whole.length() - call.target().resourcePath().length());
        String path = part.rawPath();
        String inside = "/" + batch.container() + "/";
        String resource = path.startsWith(account + "/") ? path.substring(account.length()) : path;
        if (!PercentEncoding.decode(resource).startsWith(inside)) {
            throw BatchParts.invalid("A request is not about the container of its batch.");
        }
    }

    // ---- the answer

    private static byte[] render(List<Part> parts, List<Response> answers, String boundary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512 * parts.size());
        for (int i = 0; i < parts.size(); i++) {
            StringBuilder head = new StringBuilder(512);
            head.append("--").append(boundary).append(LINE_END);
            line(head, "Content-Type", "application/http");
            String id = parts.get(i).contentId();
            if (id != null) {
                line(head, "Content-ID", id);
            }
            answer(out, head.append(LINE_END), answers.get(i));
        }
        out.writeBytes(("--" + boundary + "--" + LINE_END).getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static void answer(ByteArrayOutputStream out, StringBuilder head, Response response) {
        Headers headers = response.headers();
        byte[] body = body(response);
        head.append("HTTP/1.1 ").append(response.status()).append(' ');
        head.append(phrase(response)).append(LINE_END);
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.name(i).equalsIgnoreCase("Content-Length")) {
                line(head, headers.name(i), headers.value(i));
            }
        }
        if (body.length > 0) {
            line(head, "Content-Length", Integer.toString(body.length));
        }
        head.append(LINE_END);
        out.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(body);
        if (body.length > 0) {
            out.writeBytes(LINE_END.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] body(Response response) {
        try (var stream = response.body().stream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append(LINE_END);
    }

    /** Clients insist on a phrase; errors have their message for one, as on the service. */
    private static String phrase(Response response) {
        String error = response.headers().first("x-ms-error-code");
        ErrorCode code = error == null ? null : code(error, response.status());
        if (code != null) {
            return code.message();
        }
        return switch (response.status()) {
            case 200 -> "OK";
            case 202 -> "Accepted";
            default -> "Status " + response.status();
        };
    }

    private static @Nullable ErrorCode code(String wire, int status) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.wire().equals(wire) && code.status() == status) {
                return code;
            }
        }
        return null;
    }
}
