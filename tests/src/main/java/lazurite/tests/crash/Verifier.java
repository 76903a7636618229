package lazurite.tests.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
                Difference.same("existence", model.exists() ? 200 : 404, reply.status());
                if (model.exists()) {
                    Difference.same("metadata", Map.of("word", model.word()), metadata(reply));
                    Difference.same("lease", leaseState(model.lease()), reply.header("x-ms-lease-state"));
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
        Keeping keeping = model.keeping();
        Reply head = wire.call(keeping.cover().opening(BlobCall.of("HEAD", path)));
        Difference.same("existence", model.exists() ? 200 : 404, head.status());
        BlobModel complete = model;
        if (model.exists()) {
            content(model, path);
            properties(model, head);
            keeping(keeping, model.type(), head);
            tags(model, path);
            complete = model.withEtag(head.header("etag"));
        }
        blocks(model, path);
        return complete.withSnapshots(snapshots(model, path, snapshotIds));
    }

    /** What is archived is not to be had, what a customer's key seals only with it. */
    private void content(BlobModel model, String path) throws IOException, Difference {
        Keeping keeping = model.keeping();
        Cover cover = keeping.cover();
        Reply reply = wire.call(cover.opening(BlobCall.of("GET", path)));
        if (keeping.isArchived()) {
            String code = keeping.back().isEmpty() ? "BlobArchived" : "BlobBeingRehydrated";
            Difference.same("refusal of what is archived", code, reply.errorCode());
            return;
        }
        Difference.bytes("content", Piece.join(model.pieces()), reply.body());
        if (cover.isCustomers()) {
            Difference.same(
                    "refusal without the key",
                    "BlobUsesCustomerSpecifiedEncryption",
                    wire.call(BlobCall.of("GET", path)).errorCode());
            Difference.same(
                    "refusal of another key",
                    "BlobCustomerSpecifiedEncryptionMismatch",
                    wire.call(Cover.OTHER.opening(BlobCall.of("GET", path))).errorCode());
        }
    }

    private static void properties(BlobModel model, Reply head) throws Difference {
        Difference.same("type", typeName(model.type()), head.header("x-ms-blob-type"));
        Difference.same("content type", model.contentType(), head.header("content-type"));
        Difference.same("metadata", model.metadata(), metadata(head));
        Difference.same("lease", leaseState(model.lease()), head.header("x-ms-lease-state"));
        Difference.same("seal", model.isSealed() ? "true" : "", head.header("x-ms-blob-sealed"));
        if (!model.etag().isEmpty()) {
            Difference.same("ETag", model.etag(), head.header("etag"));
        }
        if (model.type() == BlobModel.Type.APPEND) {
            Difference.same(
                    "block count",
                    String.valueOf(model.pieces().size()),
                    head.header("x-ms-blob-committed-block-count"));
        }
    }

    private static void keeping(Keeping keeping, BlobModel.Type type, Reply head) throws Difference {
        Difference.same("key", keeping.cover().sha256(), head.header("x-ms-encryption-key-sha256"));
        Difference.same("encryption scope", keeping.cover().scope(), head.header("x-ms-encryption-scope"));
        Difference.same("time of expiry", keeping.expires(), head.header("x-ms-expiry-time"));
        boolean tiered = type == BlobModel.Type.BLOCK;
        boolean inferred = tiered && keeping.tier().isEmpty();
        Difference.same("tier", inferred ? "Hot" : keeping.tier(), head.header("x-ms-access-tier"));
        Difference.same(
                "whether the tier is inferred", inferred ? "true" : "", head.header("x-ms-access-tier-inferred"));
        String pending = keeping.back().isEmpty() ? "" : "rehydrate-pending-to-" + keeping.back();
        Difference.same("way back", pending.toLowerCase(Locale.ROOT), head.header("x-ms-archive-status"));
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
        Difference.same("tags", model.tags(), tags);
    }

    private void blocks(BlobModel model, String path) throws IOException, Difference {
        if (model.type() == BlobModel.Type.APPEND) {
            return;
        }
        Reply reply =
                wire.call(BlobCall.of("GET", path).query("comp", "blocklist").query("blocklisttype", "all"));
        if (model.keeping().isArchived()) {
            Difference.same("answer to a block list of what is archived", 409, reply.status());
            return;
        }
        Difference.same("existence of a block list", model.listed() ? 200 : 404, reply.status());
        if (!model.listed()) {
            return;
        }
        String[] halves = reply.text().split("<UncommittedBlocks", -1);
        List<String> committed = model.pieces().stream()
                .filter(piece -> !piece.blockId().isEmpty())
                .map(piece -> piece.blockId() + " " + piece.length())
                .toList();
        Difference.same("committed blocks", committed, named(halves[0]));
        List<String> uncommitted = model.uncommitted().values().stream()
                .map(piece -> piece.blockId() + " " + piece.length())
                .sorted()
                .toList();
        Difference.same(
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
        Difference.same("number of snapshots", model.snapshots().size(), ids.size());
        List<String> unknown = new ArrayList<>(ids);
        model.snapshots().forEach(snapshot -> unknown.remove(snapshot.id()));
        List<Snapshot> found = new ArrayList<>();
        for (Snapshot snapshot : model.snapshots()) {
            String id = snapshot.id().isEmpty() && !unknown.isEmpty() ? unknown.removeFirst() : snapshot.id();
            found.add(snapshot.named(id));
            snapshot(snapshot, id, path);
        }
        return found;
    }

    private void snapshot(Snapshot snapshot, String id, String path) throws IOException, Difference {
        Cover cover = snapshot.keeping().cover();
        Reply reply = wire.call(cover.opening(BlobCall.of("GET", path)).query("snapshot", id));
        Difference.same("snapshot " + id, 200, reply.status());
        Difference.bytes("content of snapshot " + id, Piece.join(snapshot.pieces()), reply.body());
        Difference.same("type of snapshot " + id, typeName(snapshot.type()), reply.header("x-ms-blob-type"));
        Difference.same("metadata of snapshot " + id, snapshot.metadata(), metadata(reply));
        Difference.same("content type of snapshot " + id, snapshot.contentType(), reply.header("content-type"));
        keeping(
                snapshot.keeping(),
                snapshot.type(),
                wire.call(cover.opening(BlobCall.of("HEAD", path)).query("snapshot", id)));
    }

    private static void require(Reply reply, int status, String what) {
        if (reply.status() != status) {
            throw new Violation(what + " answered " + reply);
        }
    }
}
