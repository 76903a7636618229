package lazurite.service.blob.record;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.service.blob.BlobRecords;
import lazurite.service.blob.Golden;
import lazurite.service.blob.replication.Replicator;
import lazurite.store.ExtentId;
import lazurite.store.Uid;
import lazurite.store.body.BodyRef;
import org.junit.jupiter.api.Test;

/** Blob records written by version 1 mean what they meant. */
final class BlobRecordGoldenTest {
    private static final Stamp CHANGED = Stamp.at(Instant.parse("2026-11-21T10:11:12.1234567Z"));
    private static final Stamp CREATED = Stamp.at(Instant.parse("2026-11-20T00:00:00Z"));
    private static final Uid BODY = new Uid(0x0102030405060708L, 0x090A0B0C0D0E0F10L);
    private static final Uid LIST = new Uid(0x1112131415161718L, 0x191A1B1C1D1E1F20L);
    private static final byte[] SEALED_METADATA = {5, 6, 7, 8};

    @Test
    void aBlockBlobOfOneBody() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("project", "lazurite");
        tags.put("empty", "");
        BlobRecord record = BlobRecords.blank(BlobType.BLOCK, CHANGED, CREATED)
                .length(5_000_000_000L)
                .properties(new HttpProperties("text/plain", "gzip", "de", "inline", "no-cache", new byte[] {
                    (byte) 0xd4,
                    0x1d,
                    (byte) 0x8c,
                    (byte) 0xd9,
                    (byte) 0x8f,
                    0x00,
                    (byte) 0xb2,
                    0x04,
                    (byte) 0xe9,
                    (byte) 0x80,
                    0x09,
                    (byte) 0x98,
                    (byte) 0xec,
                    (byte) 0xf8,
                    0x42,
                    0x7e
                }))
                .metadata(SEALED_METADATA)
                .tags(tags)
                .lease(new Lease(
                        "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", 60, Instant.parse("2026-11-21T10:12:12Z"), false))
                .tier(AccessTier.COOL, Instant.parse("2026-11-21T10:11:12.123Z"))
                .copy(new CopyState(
                        "cccccccc-cccc-4ccc-8ccc-cccccccccccc",
                        "http://127.0.0.1:10000/devstoreaccount1/c/source",
                        CopyState.Status.SUCCESS,
                        5_000_000_000L,
                        5_000_000_000L,
                        Instant.parse("2026-11-21T10:11:12.123Z"),
                        "done"))
                .content(new Content.Single(
                        new BodyRef(BODY, 5_000_000_000L, new ExtentId(0x2122232425262728L), 1_000_000)))
                .blocks(3, 48)
                .lastSnapshot(CHANGED)
                .done();
        Golden.assertForm("block-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void aSealedAppendBlobOfManyParts() {
        BlobRecord record = BlobRecords.blank(BlobType.APPEND, CHANGED, CREATED)
                .length(200)
                .lease(new Lease("bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb", -1, null, false))
                .content(new Content.Parts(LIST))
                .blocks(100, 0)
                .sealed(true)
                .done();
        Golden.assertForm("append-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void anEmptyBlobWithNothingSet() {
        BlobRecord record = BlobRecords.blank(BlobType.BLOCK, CHANGED, CHANGED).done();
        Golden.assertForm("empty-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void aSmallBlobBeingCopiedUnderABreakingLease() {
        BlobRecord record = BlobRecords.blank(BlobType.BLOCK, CHANGED, CREATED)
                .length(11)
                .lease(new Lease(
                        "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", 15, Instant.parse("2026-11-21T10:12:12Z"), true))
                .tier(AccessTier.COLD, Instant.parse("2026-11-21T10:11:12.123Z"))
                .copy(new CopyState("id", "source", CopyState.Status.PENDING, 0, 11, null, null))
                .content(new Content.Single(new BodyRef(BODY, 11, null, 0)))
                .done();
        Golden.assertForm("small-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void aDeletedVersionUnderAHoldOnItsWayOutOfTheArchive() {
        Instant moment = Instant.parse("2026-11-21T10:11:12.123Z");
        BlobRecord record = BlobRecords.blank(BlobType.BLOCK, CHANGED, CREATED)
                .length(11)
                .tier(AccessTier.COLD, moment)
                .content(new Content.Single(new BodyRef(BODY, 11, null, 0)))
                .life(new Life(
                        CREATED,
                        new Deletion(moment, 7, false),
                        new Retention(moment.plusSeconds(60), true, true),
                        moment.plusSeconds(120),
                        moment.minusSeconds(1)))
                .encryption(new Encryption("a2V5", "scope-1"))
                .rehydration(new Rehydration(AccessTier.HOT, true, moment, moment))
                .done();
        Golden.assertForm("kept-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void anArchivedBlobThatComesBackInAnHour() {
        Instant moment = Instant.parse("2026-11-21T10:11:12.123Z");
        BlobRecord record = BlobRecords.blank(BlobType.BLOCK, CHANGED, CREATED)
                .length(11)
                .tier(AccessTier.ARCHIVE, moment)
                .content(new Content.Single(new BodyRef(BODY, 11, null, 0)))
                .rehydration(new Rehydration(AccessTier.COOL, false, moment, moment.plusSeconds(3600)))
                .done();
        Golden.assertForm("archived-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void aReplicatedBlob() {
        BlobRecord record = BlobRecords.blank(BlobType.BLOCK, CHANGED, CHANGED)
                .replicated(new Replicated(
                        "p",
                        List.of(
                                new Replicated.Mark("p_r", true, CHANGED, CREATED),
                                new Replicated.Mark("q_s", false, CREATED, CHANGED))))
                .done();
        Golden.assertForm("replicated-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void whenAReplicationBegan() {
        Golden.assertForm("replication", Instant.ofEpochMilli(64), Replicator::writeSince, Replicator::readSince);
    }

    @Test
    void aPageBlob() {
        BlobRecord record = BlobRecords.blank(BlobType.PAGE, CHANGED, CREATED)
                .length(1L << 40)
                .copy(new CopyState("id", "source", CopyState.Status.SUCCESS, 512, 512, null, null, CREATED))
                .content(new Content.Pages(LIST, 77, 512_000, 4711))
                .lastSnapshot(CHANGED)
                .done();
        Golden.assertForm("page-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }
}
