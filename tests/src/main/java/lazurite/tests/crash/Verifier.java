package lazurite.tests.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.tests.crash.BlobModel.Snapshot;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;

/** Looks at a restarted server through its API and finds out which of the possible states each thing is in; none is a {@link Violation}. */
final class Verifier {
    private static final Pattern LISTED =
            Pattern.compile("<Blob><Name>([^<]+)</Name>(?:<Snapshot>([^<]+)</Snapshot>)?");
    private static final Pattern BLOCK = Pattern.compile("<Name>([^<]+)</Name><Size>(\\d+)</Size>");
    private static final Pattern TAG = Pattern.compile("<Key>([^<]*)</Key><Value>([^<]*)</Value>");

    private final BlobWire wire;

    Verifier(BlobWire wire) {
        this.wire = wire;
    }

    /** The state it is found in. */
    ContainerModel container(String name, Belief<ContainerModel> belief) throws IOException {
        Reply reply = wire.call(BlobCall.of("GET", wire.path(name, "")).query("restype", "container"));
        if (reply.status() != 200 && reply.status() != 404) {
            throw new Violation("container " + name + " answered " + reply);
        }
        List<String> differences = new ArrayList<>();
        for (ContainerModel model : belief.all()) {
            try {
                same("existence", model.exists() ? 200 : 404, reply.status());
                if (model.exists()) {
                    same("metadata", Map.of("word", model.word()), metadata(reply));
                    same("lease", leaseState(model.lease()), reply.header("x-ms-lease-state"));
                }
                return model;
            } catch (Difference e) {
                differences.add(e.getMessage());
            }
        }
        throw new Violation("container " + name + " (" + belief.about() + ") " + String.join("; ", differences));
    }

    /** The state of every blob of a container that exists; its listing must name the same. */
    Map<String, BlobModel> blobs(String container, Map<String, Belief<BlobModel>> beliefs) throws IOException {
        Map<String, List<String>> listed = listing(container);
        Set<String> names = new TreeSet<>(beliefs.keySet());
        names.addAll(listed.keySet());
        Map<String, BlobModel> found = new TreeMap<>();
        for (String name : names) {
            Belief<BlobModel> belief = beliefs.getOrDefault(name, Belief.certain(BlobModel.ABSENT));
            BlobModel model = blob(container, name, belief, listed.getOrDefault(name, List.of()));
            if (model.listed() != listed.containsKey(name)) {
                throw new Violation(
                        container + "/" + name + (model.listed() ? " is missing from" : " stands in") + " the listing");
            }
            found.put(name, model);
        }
        return found;
    }

    private Map<String, List<String>> listing(String container) throws IOException {
        Reply reply = wire.call(BlobCall.of("GET", wire.path(container, ""))
                .query("restype", "container")
                .query("comp", "list")
                .query("include", "snapshots,uncommittedblobs"));
        require(reply, 200, "listing " + container);
        Map<String, List<String>> names = new HashMap<>();
        Matcher matcher = LISTED.matcher(reply.text());
        while (matcher.find()) {
            List<String> snapshots = names.computeIfAbsent(matcher.group(1), name -> new ArrayList<>());
            if (matcher.group(2) != null) {
                snapshots.add(matcher.group(2));
            }
        }
        return names;
    }

    private BlobModel blob(String container, String name, Belief<BlobModel> belief, List<String> snapshotIds)
            throws IOException {
        List<String> differences = new ArrayList<>();
        for (BlobModel model : belief.all()) {
            try {
                return matched(container, name, model, snapshotIds);
            } catch (Difference e) {
                differences.add("not as " + (differences.isEmpty() ? "before" : "after") + " it: " + e.getMessage());
            }
        }
        throw new Violation(container + "/" + name + " (" + belief.about() + ") " + String.join("; ", differences));
    }

    /** The model, completed by what only the server can know (ETag and snapshot id of an unanswered operation). */
    private BlobModel matched(String container, String name, BlobModel model, List<String> snapshotIds)
            throws IOException, Difference {
        String path = wire.path(container, name);
        Reply head = wire.call(BlobCall.of("GET", path));
        same("existence", model.exists() ? 200 : 404, head.status());
        BlobModel complete = model;
        if (model.exists()) {
            bytes("content", model.pieces(), head.body());
            properties(model, head);
            tags(model, path);
            complete = model.withEtag(head.header("etag"));
        }
        blocks(model, path);
        return complete.withSnapshots(snapshots(model, path, snapshotIds));
    }

    private static void properties(BlobModel model, Reply head) throws Difference {
        same("type", typeName(model.type()), head.header("x-ms-blob-type"));
        same("content type", model.contentType(), head.header("content-type"));
        same("metadata", model.metadata(), metadata(head));
        same("lease", leaseState(model.lease()), head.header("x-ms-lease-state"));
        same("seal", model.isSealed() ? "true" : "", head.header("x-ms-blob-sealed"));
        if (!model.etag().isEmpty()) {
            same("ETag", model.etag(), head.header("etag"));
        }
        if (model.type() == BlobModel.Type.APPEND) {
            same("block count", String.valueOf(model.pieces().size()), head.header("x-ms-blob-committed-block-count"));
        }
    }

    private static String typeName(BlobModel.Type type) {
        return type == BlobModel.Type.BLOCK ? "BlockBlob" : "AppendBlob";
    }

    private static String leaseState(String lease) {
        return lease.isEmpty() ? "available" : "leased";
    }

    private static Map<String, String> metadata(Reply head) {
        Map<String, String> metadata = new HashMap<>();
        head.headers().forEach((name, value) -> {
            if (name.startsWith("x-ms-meta-")) {
                metadata.put(name.substring("x-ms-meta-".length()), value);
            }
        });
        return metadata;
    }

    private void tags(BlobModel model, String path) throws IOException, Difference {
        Reply reply = wire.call(BlobCall.of("GET", path).query("comp", "tags"));
        require(reply, 200, "tags of " + path);
        Map<String, String> tags = new HashMap<>();
        Matcher matcher = TAG.matcher(reply.text());
        while (matcher.find()) {
            tags.put(matcher.group(1), matcher.group(2));
        }
        same("tags", model.tags(), tags);
    }

    private void blocks(BlobModel model, String path) throws IOException, Difference {
        if (model.type() == BlobModel.Type.APPEND) {
            return;
        }
        Reply reply =
                wire.call(BlobCall.of("GET", path).query("comp", "blocklist").query("blocklisttype", "all"));
        same("existence of a block list", model.listed() ? 200 : 404, reply.status());
        if (!model.listed()) {
            return;
        }
        String[] halves = reply.text().split("<UncommittedBlocks", -1);
        List<String> committed = model.pieces().stream()
                .filter(piece -> !piece.blockId().isEmpty())
                .map(piece -> piece.blockId() + " " + piece.length())
                .toList();
        same("committed blocks", committed, named(halves[0]));
        List<String> uncommitted = model.uncommitted().values().stream()
                .map(piece -> piece.blockId() + " " + piece.length())
                .sorted()
                .toList();
        same(
                "uncommitted blocks",
                uncommitted,
                named(halves[1]).stream().sorted().toList());
    }

    private static List<String> named(String xml) {
        return BLOCK.matcher(xml)
                .results()
                .map(block -> block.group(1) + " " + block.group(2))
                .toList();
    }

    private List<Snapshot> snapshots(BlobModel model, String path, List<String> ids) throws IOException, Difference {
        same("number of snapshots", model.snapshots().size(), ids.size());
        List<String> unknown = new ArrayList<>(ids);
        model.snapshots().forEach(snapshot -> unknown.remove(snapshot.id()));
        List<Snapshot> found = new ArrayList<>();
        for (Snapshot snapshot : model.snapshots()) {
            String id = snapshot.id().isEmpty() && !unknown.isEmpty() ? unknown.removeFirst() : snapshot.id();
            Reply reply = wire.call(BlobCall.of("GET", path).query("snapshot", id));
            same("snapshot " + id, 200, reply.status());
            bytes("content of snapshot " + id, snapshot.pieces(), reply.body());
            same("type of snapshot " + id, typeName(snapshot.type()), reply.header("x-ms-blob-type"));
            same("metadata of snapshot " + id, snapshot.metadata(), metadata(reply));
            same("content type of snapshot " + id, snapshot.contentType(), reply.header("content-type"));
            found.add(
                    new Snapshot(id, snapshot.type(), snapshot.pieces(), snapshot.metadata(), snapshot.contentType()));
        }
        return found;
    }

    private static void bytes(String what, List<Piece> pieces, byte[] found) throws Difference {
        byte[] expected = Piece.join(pieces);
        if (!Arrays.equals(expected, found)) {
            throw new Difference(what + " of " + found.length + " bytes where " + expected.length
                    + " were put, first difference at " + Arrays.mismatch(expected, found));
        }
    }

    private static void same(String what, Object expected, Object found) throws Difference {
        if (!expected.equals(found)) {
            throw new Difference(what + " is " + found + " instead of " + expected);
        }
    }

    private static void require(Reply reply, int status, String what) {
        if (reply.status() != status) {
            throw new Violation(what + " answered " + reply);
        }
    }

    /** The server is not in the state that was looked for; another one may be possible. */
    private static final class Difference extends Exception {
        private static final long serialVersionUID = 1;

        Difference(String message) {
            super(message);
        }
    }
}
