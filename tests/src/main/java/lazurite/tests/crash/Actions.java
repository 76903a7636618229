package lazurite.tests.crash;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import lazurite.tests.wire.BlobCall;

/** Chooses operations that are valid for a blob as it is, so that anything but success is a fault. */
final class Actions {
    private static final int BLOCK_IDS = 12;
    private static final int SNAPSHOTS_MAX = 3;
    private static final int PIECES_MAX = 40;

    private final Random random;
    private final KeepingActions keeping;

    /** @param expiring whether blobs of the account may expire */
    Actions(Random random, boolean expiring) {
        this.random = random;
        this.keeping = new KeepingActions(random, expiring);
    }

    /** One operation on the blob at `path`; `copyFrom` is another blob of the same writer. */
    Action choose(String path, BlobModel blob, String sourceUrl, BlobModel source) {
        if (blob.keeping().isArchived()) {
            return onArchived(path, blob, sourceUrl, source);
        }
        return switch (blob.type()) {
            case ABSENT -> onAbsent(path, blob, sourceUrl, source);
            case BLOCK -> onBlock(path, blob, sourceUrl, source);
            case APPEND -> onAppend(path, blob);
        };
    }

    private Action onAbsent(String path, BlobModel blob, String sourceUrl, BlobModel source) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> put(path, blob);
            case 4, 5 -> stage(path, blob);
            case 6 -> blob.uncommitted().isEmpty() ? stage(path, blob) : commit(path, blob);
            case 7 -> createAppend(path, blob);
            default -> copyable(source) ? copy(path, blob, sourceUrl, source) : put(path, blob);
        };
    }

    private Action onBlock(String path, BlobModel blob, String sourceUrl, BlobModel source) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> put(path, blob);
            case 4, 5, 6, 7 -> stage(path, blob);
            case 8, 9 -> blob.uncommitted().isEmpty() ? stage(path, blob) : commit(path, blob);
            case 10 -> blob.lease().isEmpty() ? createAppend(path, blob) : setTags(path, blob);
            case 11 ->
                copyable(source) && source.type() == BlobModel.Type.BLOCK
                        ? copy(path, blob, sourceUrl, source)
                        : put(path, blob);
            default -> onAny(path, blob);
        };
    }

    /** It can be found, changed in what lies beside its content, asked back, copied over and deleted. */
    private Action onArchived(String path, BlobModel blob, String sourceUrl, BlobModel source) {
        return switch (random.nextInt(12)) {
            case 0 -> setTags(path, blob);
            case 1 -> blob.lease().isEmpty() ? acquire(path, blob) : release(path, blob);
            case 2 -> delete(path, blob);
            case 3 -> refused(put(path, blob), blob);
            case 4 -> refused(stage(path, blob), blob);
            case 5, 6 ->
                copyable(source) && source.type() == BlobModel.Type.BLOCK
                        ? copy(path, blob, sourceUrl, source)
                        : refused(setMetadata(path, blob), blob);
            default -> keeping.askBack(path, blob);
        };
    }

    private static Action refused(Action action, BlobModel blob) {
        return Action.plain(action.name() + " refused", action.call(), 409, blob);
    }

    private Action onAppend(String path, BlobModel blob) {
        if (blob.isSealed() || blob.pieces().size() >= PIECES_MAX) {
            return random.nextInt(3) == 0 ? delete(path, blob) : onAny(path, blob);
        }
        return switch (random.nextInt(12)) {
            case 0 -> seal(path, blob);
            case 1, 2, 3, 4 -> onAny(path, blob);
            default -> append(path, blob);
        };
    }

    private Action onAny(String path, BlobModel blob) {
        return switch (random.nextInt(10)) {
            case 8, 9 -> keeping.choose(path, blob);
            case 0 -> setMetadata(path, blob);
            case 1 -> setTags(path, blob);
            case 2 -> setContentType(path, blob);
            case 3 -> blob.snapshots().size() < SNAPSHOTS_MAX ? snapshot(path, blob) : deleteSnapshot(path, blob);
            case 4 -> blob.snapshots().isEmpty() ? setMetadata(path, blob) : deleteSnapshot(path, blob);
            case 5 -> blob.lease().isEmpty() ? acquire(path, blob) : release(path, blob);
            default -> delete(path, blob);
        };
    }

    /** Mostly small, on both sides of what rides in a commit; now and then several encrypted chunks; rarely a megabyte. */
    private int length() {
        return switch (random.nextInt(40)) {
            case 0 -> 0;
            case 1, 2, 3, 4, 5 -> 16_000 + random.nextInt(800);
            case 6, 7, 8, 9, 10 -> 20_000 + random.nextInt(150_000);
            case 11 -> 500_000 + random.nextInt(1_000_000);
            default -> 1 + random.nextInt(5_000);
        };
    }

    private Piece piece(String blockId, int length) {
        return new Piece(blockId, random.nextLong(), length);
    }

    private String word() {
        return Long.toString(random.nextLong() >>> 1, 36);
    }

    /** The request, with the blob's lease. */
    static BlobCall call(String method, String path, BlobModel blob) {
        BlobCall call = BlobCall.of(method, path);
        return blob.lease().isEmpty() ? call : call.header("x-ms-lease-id", blob.lease());
    }

    private static BlobCall opening(String path, BlobModel blob) {
        return blob.keeping().cover().opening(call("PUT", path, blob));
    }

    private Action put(String path, BlobModel blob) {
        Piece body = piece("", length());
        Map<String, String> metadata = Map.of("word", word());
        Map<String, String> tags = random.nextBoolean() ? Map.of("tag", word()) : Map.of();
        String contentType = "x/" + word();
        Keeping kept = keeping.anew(blob, Cover.any(random));
        BlobCall call = keeping.asking(call("PUT", path, blob), blob, kept)
                .header("x-ms-blob-type", "BlockBlob")
                .header("x-ms-blob-content-type", contentType)
                .header("x-ms-meta-word", metadata.getOrDefault("word", ""))
                .body(body.bytes());
        for (var tag : tags.entrySet()) {
            call = call.header("x-ms-tags", tag.getKey() + "=" + tag.getValue());
        }
        return Action.changing(
                "put", call, 201, blob.written(BlobModel.Type.BLOCK, List.of(body), metadata, tags, contentType, kept));
    }

    private Action stage(String path, BlobModel blob) {
        String id = Base64.getEncoder()
                .encodeToString(
                        "block-%03d".formatted(random.nextInt(BLOCK_IDS)).getBytes(StandardCharsets.UTF_8));
        Piece block = block(blob, id);
        Cover cover = staging(blob);
        BlobCall call = cover.sealing(call("PUT", path, blob))
                .query("comp", "block")
                .query("blockid", id)
                .body(block.bytes());
        return Action.plain("put block", call, 201, blob.staged(block, cover));
    }

    /** Of another length than the block whose place it takes: a list tells no more of what is not committed. */
    private Piece block(BlobModel blob, String id) {
        int length = Math.max(1, length());
        Piece before = blob.uncommitted().get(id);
        return piece(id, before != null && before.length() == length ? length + 1 : length);
    }

    /** All uncommitted blocks are sealed alike, mostly as the blob is that they may become part of. */
    private Cover staging(BlobModel blob) {
        if (!blob.uncommitted().isEmpty()) {
            return blob.staging();
        }
        return blob.type() == BlobModel.Type.BLOCK && random.nextInt(3) > 0
                ? blob.keeping().cover()
                : Cover.any(random);
    }

    private Action commit(String path, BlobModel blob) {
        List<Piece> available = new ArrayList<>(Stream.concat(
                        blob.uncommitted().values().stream(),
                        blob.pieces().stream()
                                .filter(piece -> !piece.blockId().isEmpty()
                                        && blob.keeping().cover().equals(blob.staging())
                                        && !blob.uncommitted().containsKey(piece.blockId())))
                .toList());
        Collections.shuffle(available, random);
        List<Piece> chosen = available.subList(0, 1 + random.nextInt(available.size()));
        StringBuilder xml = new StringBuilder("<BlockList>");
        chosen.forEach(piece -> xml.append("<Latest>").append(piece.blockId()).append("</Latest>"));
        byte[] body = xml.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
        String contentType = "x/" + word();
        Keeping kept = keeping.anew(blob, blob.staging());
        BlobCall call = keeping.asking(call("PUT", path, blob), blob, kept)
                .query("comp", "blocklist")
                .header("x-ms-blob-content-type", contentType)
                .body(body);
        return Action.changing(
                "put block list",
                call,
                201,
                blob.written(BlobModel.Type.BLOCK, chosen, Map.of(), Map.of(), contentType, kept));
    }

    private Action createAppend(String path, BlobModel blob) {
        Keeping kept = new Keeping(Cover.any(random), "", "", "");
        BlobCall call = kept.cover().sealing(call("PUT", path, blob)).header("x-ms-blob-type", "AppendBlob");
        return Action.changing(
                "create append blob",
                call,
                201,
                blob.written(BlobModel.Type.APPEND, List.of(), Map.of(), Map.of(), "application/octet-stream", kept));
    }

    private Action append(String path, BlobModel blob) {
        Piece block = piece("", Math.max(1, length()));
        BlobCall call = opening(path, blob).query("comp", "appendblock").body(block.bytes());
        return Action.changing("append", call, 201, blob.appended(block));
    }

    private static Action seal(String path, BlobModel blob) {
        return Action.changing("seal", call("PUT", path, blob).query("comp", "seal"), 200, blob.sealedNow());
    }

    private Action setMetadata(String path, BlobModel blob) {
        String word = word();
        BlobCall call = opening(path, blob).query("comp", "metadata").header("x-ms-meta-again", word);
        return Action.changing("set metadata", call, 200, blob.withMetadata(Map.of("again", word)));
    }

    private Action setTags(String path, BlobModel blob) {
        String word = word();
        String xml = "<Tags><TagSet><Tag><Key>set</Key><Value>" + word + "</Value></Tag></TagSet></Tags>";
        BlobCall call = call("PUT", path, blob).query("comp", "tags").body(xml.getBytes(StandardCharsets.UTF_8));
        return Action.plain("set tags", call, 204, blob.withTags(Map.of("set", word)));
    }

    private Action setContentType(String path, BlobModel blob) {
        String contentType = "y/" + word();
        BlobCall call =
                call("PUT", path, blob).query("comp", "properties").header("x-ms-blob-content-type", contentType);
        return Action.changing("set properties", call, 200, blob.withContentType(contentType));
    }

    private static Action snapshot(String path, BlobModel blob) {
        BlobCall call = opening(path, blob).query("comp", "snapshot");
        return new Action(
                "snapshot",
                call,
                201,
                blob.snapshotted(""),
                (model, reply) -> blob.snapshotted(reply.header("x-ms-snapshot")));
    }

    private Action deleteSnapshot(String path, BlobModel blob) {
        List<BlobModel.Snapshot> left = new ArrayList<>(blob.snapshots());
        BlobModel.Snapshot gone = left.remove(random.nextInt(left.size()));
        BlobCall call = BlobCall.of("DELETE", path).query("snapshot", gone.id());
        return Action.plain("delete snapshot", call, 202, blob.withSnapshots(left));
    }

    private static Action delete(String path, BlobModel blob) {
        BlobCall call = call("DELETE", path, blob);
        if (!blob.snapshots().isEmpty()) {
            call = call.header("x-ms-delete-snapshots", "include");
        }
        return Action.plain("delete", call, 202, BlobModel.ABSENT);
    }

    /** A blob or one of its snapshots: what a customer's key seals cannot be read without it, though what came later can. */
    private static boolean copyable(BlobModel source) {
        Keeping kept = source.keeping();
        return source.exists()
                && !source.isSealed()
                && !kept.cover().isCustomers()
                && kept.back().isEmpty();
    }

    /** Of the source as it is or as one of its snapshots was; at once, or pending for a moment. */
    private Action copy(String path, BlobModel blob, String sourceUrl, BlobModel source) {
        String url = sourceUrl;
        BlobModel from = source;
        if (!source.snapshots().isEmpty() && random.nextInt(3) == 0) {
            BlobModel.Snapshot snapshot =
                    source.snapshots().get(random.nextInt(source.snapshots().size()));
            BlobModel then = BlobModel.of(snapshot);
            if (!snapshot.id().isEmpty() && snapshot.type() == source.type() && copyable(then)) {
                url = sourceUrl + "?snapshot=" + BlobCall.encode(snapshot.id());
                from = then;
            }
        }
        BlobCall call = call("PUT", path, blob).header("x-ms-copy-source", url);
        if (from.keeping().isArchived()) {
            return keeping.copyOut(call, blob, from);
        }
        boolean atOnce = from.type() == BlobModel.Type.BLOCK && random.nextBoolean();
        Cover cover = atOnce && random.nextInt(3) == 0 ? Cover.anyScope(random) : Cover.ACCOUNT;
        Keeping kept = from.type() == BlobModel.Type.BLOCK ? blob.keeping().replaced(cover, "", "") : Keeping.PLAIN;
        return Action.changing(
                atOnce ? "copy from URL" : "copy",
                atOnce ? cover.sealing(call).header("x-ms-requires-sync", "true") : call,
                202,
                blob.written(from.type(), from.pieces(), from.metadata(), Map.of(), from.contentType(), kept));
    }

    private static Action acquire(String path, BlobModel blob) {
        String id = UUID.randomUUID().toString();
        BlobCall call = call("PUT", path, blob)
                .query("comp", "lease")
                .header("x-ms-lease-action", "acquire")
                .header("x-ms-lease-duration", "-1")
                .header("x-ms-proposed-lease-id", id);
        return Action.plain("acquire lease", call, 201, blob.withLease(id));
    }

    private static Action release(String path, BlobModel blob) {
        BlobCall call = call("PUT", path, blob).query("comp", "lease").header("x-ms-lease-action", "release");
        return Action.plain("release lease", call, 200, blob.withLease(""));
    }
}
