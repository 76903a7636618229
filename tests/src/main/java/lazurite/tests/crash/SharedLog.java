package lazurite.tests.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;

/**
 * One append blob that all writers append lines of 64 bytes to. Every acknowledged line must stand at the offset that was told, once; lines
 * that were never answered may stand there or not; nothing else may.
 *
 * <p>Concurrency: any thread.
 */
final class SharedLog {
    private static final String CONTAINER = "shared";
    private static final int LINE = 64;

    private final String name;
    private final boolean faultsExpected;
    private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();

    private SharedLog(String name, boolean faultsExpected) {
        this.name = name;
        this.faultsExpected = faultsExpected;
    }

    /** A new log for one round. */
    static SharedLog create(ServerUnderTest server, String name, boolean faultsExpected) {
        try (BlobWire wire = new BlobWire(server)) {
            Reply container =
                    wire.call(BlobCall.of("PUT", wire.path(CONTAINER, "")).query("restype", "container"));
            if (container.status() != 201 && container.status() != 409) {
                throw new Violation("creating the shared container answered " + container);
            }
            Reply blob =
                    wire.call(BlobCall.of("PUT", wire.path(CONTAINER, name)).header("x-ms-blob-type", "AppendBlob"));
            if (blob.status() != 201) {
                throw new Violation("creating the shared log answered " + blob);
            }
            return new SharedLog(name, faultsExpected);
        } catch (IOException e) {
            throw new Violation("the restarted server broke a connection: " + e);
        }
    }

    /** @param ending true once the server was told to end, when it may refuse */
    void append(BlobWire wire, String writer, long number, BooleanSupplier ending) throws IOException {
        String line = "%-63s\n".formatted(writer + " " + number);
        sent.add(line);
        BlobCall call = BlobCall.of("PUT", wire.path(CONTAINER, name)).query("comp", "appendblock");
        Reply reply = wire.call(call.body(line.getBytes(StandardCharsets.US_ASCII)));
        if (reply.status() == 201) {
            acknowledged.put(Long.parseLong(reply.header("x-ms-blob-append-offset")), line);
        } else if (reply.status() != 503 || !(faultsExpected || ending.getAsBoolean())) {
            throw new Violation("appending to the shared log answered " + reply);
        }
    }

    void verify(ServerUnderTest server) {
        try (BlobWire wire = new BlobWire(server)) {
            Reply reply = wire.call(BlobCall.of("GET", wire.path(CONTAINER, name)));
            if (reply.status() != 200) {
                throw new Violation("the shared log answered " + reply);
            }
            verify(new String(reply.body(), StandardCharsets.US_ASCII));
            wire.call(BlobCall.of("DELETE", wire.path(CONTAINER, name)));
        } catch (IOException e) {
            throw new Violation("the restarted server broke a connection: " + e);
        }
    }

    private void verify(String text) {
        acknowledged.forEach((offset, line) -> {
            if (!text.startsWith(line, (int) (long) offset)) {
                throw new Violation(
                        "the shared log of " + text.length() + " bytes lacks the line acknowledged at " + offset);
            }
        });
        Set<String> seen = new HashSet<>();
        for (int at = 0; at < text.length(); at += LINE) {
            String line = text.substring(at, Math.min(text.length(), at + LINE));
            if (!sent.contains(line) || !seen.add(line)) {
                throw new Violation(
                        "the shared log has at " + at + " a line never sent, or one twice: " + line.strip());
            }
        }
    }
}
