package lazurite.tests.concurrency;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lazurite.tests.wire.BlobCall;

/** A blob of one type, with the requests that make it and those that change, replace or delete it. */
record Target(Kind kind, String path) {
    private static final int PAGE = 512;

    enum Kind {
        BLOCK,
        APPEND,
        PAGE
    }

    /** What makes it anew. */
    Call make() {
        return switch (kind) {
            case BLOCK -> Call.blob(path, MarkedBytes.of(1, 100));
            case APPEND -> Call.appendBlob(path);
            case PAGE ->
                Call.put(path).with("x-ms-blob-type", "PageBlob").with("x-ms-blob-content-length", "" + 8 * PAGE);
        };
    }

    /** What changes it in its place. */
    List<Call> changes() {
        List<Call> changes = new ArrayList<>();
        changes.add(Call.put(path + "?comp=metadata").with("x-ms-meta-a", "b"));
        changes.add(Call.put(path + "?comp=properties").with("x-ms-blob-content-type", "text/plain"));
        switch (kind) {
            case BLOCK -> {}
            case APPEND -> changes.add(Call.append(path, MarkedBytes.of(2, 64)));
            case PAGE -> {
                Call write = Call.put(path + "?comp=page", MarkedBytes.of(3, PAGE));
                changes.add(write.with("x-ms-page-write", "update").with("x-ms-range", "bytes=0-" + (PAGE - 1)));
                Call clear = Call.put(path + "?comp=page").with("x-ms-page-write", "clear");
                changes.add(clear.with("x-ms-range", "bytes=0-" + (PAGE - 1)));
                changes.add(Call.put(path + "?comp=properties").with("x-ms-sequence-number-action", "increment"));
            }
        }
        return changes;
    }

    /** What puts another blob in its place. */
    List<Call> replacements(String source) {
        Call copy = Call.put(path).with("x-ms-copy-source", BlobCall.ROOT + source);
        return List.of(
                make(),
                Call.blob(path, MarkedBytes.of(4, 30_000)),
                Call.put(path + "?comp=blocklist", "<BlockList></BlockList>".getBytes(StandardCharsets.US_ASCII)),
                Call.appendBlob(path),
                copy,
                copy.with("x-ms-requires-sync", "true"));
    }
}
