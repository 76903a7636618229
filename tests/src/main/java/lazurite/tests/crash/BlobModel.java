package lazurite.tests.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one blob must look like, from the operations its only writer had acknowledged.
 *
 * @param etag empty when the operation that set it was never answered
 * @param lease id of its infinite lease; empty without one
 * @param uncommitted blocks by id; an absent blob may have some
 * @param staging what seals those
 */
record BlobModel(
        Type type,
        List<Piece> pieces,
        Map<String, String> metadata,
        Map<String, String> tags,
        String contentType,
        String etag,
        String lease,
        boolean isSealed,
        SortedMap<String, Piece> uncommitted,
        Cover staging,
        Keeping keeping,
        List<Snapshot> snapshots) {

    enum Type {
        ABSENT,
        BLOCK,
        APPEND
    }

    /**
     * A snapshot.
     *
     * @param id as the service names it; empty when its creation was never answered
     */
    record Snapshot(
            String id,
            Type type,
            List<Piece> pieces,
            Map<String, String> metadata,
            String contentType,
            Keeping keeping) {
        Snapshot named(String newId) {
            return new Snapshot(newId, type, pieces, metadata, contentType, keeping);
        }
    }

    static final BlobModel ABSENT = new BlobModel(
            Type.ABSENT,
            List.of(),
            Map.of(),
            Map.of(),
            "",
            "",
            "",
            false,
            new TreeMap<>(),
            Cover.ACCOUNT,
            Keeping.PLAIN,
            List.of());

    BlobModel {
        pieces = List.copyOf(pieces);
        metadata = Map.copyOf(metadata);
        tags = Map.copyOf(tags);
        uncommitted = new TreeMap<>(uncommitted);
        snapshots = List.copyOf(snapshots);
    }

    boolean exists() {
        return type != Type.ABSENT;
    }

    /** Whether a listing that asks for uncommitted blobs names it. */
    boolean listed() {
        return exists() || !uncommitted.isEmpty();
    }

    /** New content: everything but lease and snapshots is replaced. */
    BlobModel written(
            Type newType,
            List<Piece> content,
            Map<String, String> newMetadata,
            Map<String, String> newTags,
            String newContentType,
            Keeping newKeeping) {
        return new BlobModel(
                newType,
                content,
                newMetadata,
                newTags,
                newContentType,
                "",
                lease,
                false,
                new TreeMap<>(),
                Cover.ACCOUNT,
                newKeeping,
                snapshots);
    }

    BlobModel withEtag(String newEtag) {
        return new BlobModel(
                type,
                pieces,
                metadata,
                tags,
                contentType,
                newEtag,
                lease,
                isSealed,
                uncommitted,
                staging,
                keeping,
                snapshots);
    }

    BlobModel withMetadata(Map<String, String> newMetadata) {
        return new BlobModel(
                type,
                pieces,
                newMetadata,
                tags,
                contentType,
                "",
                lease,
                isSealed,
                uncommitted,
                staging,
                keeping,
                snapshots);
    }

    BlobModel withTags(Map<String, String> newTags) {
        return new BlobModel(
                type,
                pieces,
                metadata,
                newTags,
                contentType,
                etag,
                lease,
                isSealed,
                uncommitted,
                staging,
                keeping,
                snapshots);
    }

    BlobModel withContentType(String newContentType) {
        return new BlobModel(
                type,
                pieces,
                metadata,
                tags,
                newContentType,
                "",
                lease,
                isSealed,
                uncommitted,
                staging,
                keeping,
                snapshots);
    }

    BlobModel withLease(String newLease) {
        return new BlobModel(
                type,
                pieces,
                metadata,
                tags,
                contentType,
                etag,
                newLease,
                isSealed,
                uncommitted,
                staging,
                keeping,
                snapshots);
    }

    /** With its ETag as it was: what changes that is completed by the answer. */
    BlobModel kept(Keeping newKeeping) {
        return new BlobModel(
                type,
                pieces,
                metadata,
                tags,
                contentType,
                etag,
                lease,
                isSealed,
                uncommitted,
                staging,
                newKeeping,
                snapshots);
    }

    BlobModel withoutEtag() {
        return withEtag("");
    }

    BlobModel appended(Piece piece) {
        List<Piece> more = new ArrayList<>(pieces);
        more.add(piece);
        return new BlobModel(
                type, more, metadata, tags, contentType, "", lease, isSealed, uncommitted, staging, keeping, snapshots);
    }

    BlobModel sealedNow() {
        return new BlobModel(
                type, pieces, metadata, tags, contentType, "", lease, true, uncommitted, staging, keeping, snapshots);
    }

    BlobModel staged(Piece block, Cover cover) {
        SortedMap<String, Piece> more = new TreeMap<>(uncommitted);
        more.put(block.blockId(), block);
        return new BlobModel(
                type, pieces, metadata, tags, contentType, etag, lease, isSealed, more, cover, keeping, snapshots);
    }

    BlobModel withSnapshots(List<Snapshot> newSnapshots) {
        return new BlobModel(
                type,
                pieces,
                metadata,
                tags,
                contentType,
                etag,
                lease,
                isSealed,
                uncommitted,
                staging,
                keeping,
                newSnapshots);
    }

    /** One of its snapshots as if it were a blob: what can be copied. */
    static BlobModel of(Snapshot snapshot) {
        return ABSENT.written(
                snapshot.type(),
                snapshot.pieces(),
                snapshot.metadata(),
                Map.of(),
                snapshot.contentType(),
                snapshot.keeping());
    }

    BlobModel snapshotted(String id) {
        List<Snapshot> more = new ArrayList<>(snapshots);
        more.add(new Snapshot(id, type, pieces, metadata, contentType, keeping.withExpires("")));
        return withSnapshots(more);
    }
}
