package lazurite.service.blob;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        BlobRecord record = new BlobRecord(
                BlobType.BLOCK,
                CHANGED,
                CREATED,
                5_000_000_000L,
                new HttpProperties("text/plain", "gzip", "de", "inline", "no-cache", new byte[] {
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
                }),
                SEALED_METADATA,
                tags,
                new Lease("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", 60, Instant.parse("2026-11-21T10:12:12Z"), false),
                AccessTier.COOL,
                Instant.parse("2026-11-21T10:11:12.123Z"),
                new CopyState(
                        "cccccccc-cccc-4ccc-8ccc-cccccccccccc",
                        "http://127.0.0.1:10000/devstoreaccount1/c/source",
                        CopyState.Status.SUCCESS,
                        5_000_000_000L,
                        5_000_000_000L,
                        Instant.parse("2026-11-21T10:11:12.123Z"),
                        "done"),
                new Content.Single(new BodyRef(BODY, 5_000_000_000L, new ExtentId(0x2122232425262728L), 1_000_000)),
                3,
                48,
                false,
                CHANGED);
        Golden.assertForm("block-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void aSealedAppendBlobOfManyParts() {
        BlobRecord record = new BlobRecord(
                BlobType.APPEND,
                CHANGED,
                CREATED,
                200,
                HttpProperties.NONE,
                null,
                Map.of(),
                new Lease("bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb", -1, null, false),
                null,
                null,
                null,
                new Content.Parts(LIST),
                100,
                0,
                true,
                null);
        Golden.assertForm("append-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void anEmptyBlobWithNothingSet() {
        BlobRecord record = new BlobRecord(
                BlobType.BLOCK,
                CHANGED,
                CHANGED,
                0,
                HttpProperties.NONE,
                null,
                Map.of(),
                null,
                null,
                null,
                null,
                new Content.Empty(),
                0,
                0,
                false,
                null);
        Golden.assertForm("empty-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void aSmallBlobBeingCopiedUnderABreakingLease() {
        BlobRecord record = new BlobRecord(
                BlobType.BLOCK,
                CHANGED,
                CREATED,
                11,
                HttpProperties.NONE,
                null,
                Map.of(),
                new Lease("aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", 15, Instant.parse("2026-11-21T10:12:12Z"), true),
                AccessTier.COLD,
                Instant.parse("2026-11-21T10:11:12.123Z"),
                new CopyState("id", "source", CopyState.Status.PENDING, 0, 11, null, null),
                new Content.Single(new BodyRef(BODY, 11, null, 0)),
                0,
                0,
                false,
                null);
        Golden.assertForm("small-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void aDeletedVersionUnderAHoldOnItsWayOutOfTheArchive() {
        Instant moment = Instant.parse("2026-11-21T10:11:12.123Z");
        BlobRecord record = new BlobRecord(
                BlobType.BLOCK,
                CHANGED,
                CREATED,
                11,
                HttpProperties.NONE,
                null,
                Map.of(),
                null,
                AccessTier.COLD,
                moment,
                null,
                new Content.Single(new BodyRef(BODY, 11, null, 0)),
                0,
                0,
                false,
                null,
                new Life(
                        CREATED,
                        new Deletion(moment, 7, false),
                        new Retention(moment.plusSeconds(60), true, true),
                        moment.plusSeconds(120),
                        moment.minusSeconds(1)),
                new Encryption("a2V5", "scope-1"),
                new Rehydration(AccessTier.HOT, true, moment, moment));
        Golden.assertForm("kept-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void anArchivedBlobThatComesBackInAnHour() {
        Instant moment = Instant.parse("2026-11-21T10:11:12.123Z");
        BlobRecord record = new BlobRecord(
                BlobType.BLOCK,
                CHANGED,
                CREATED,
                11,
                HttpProperties.NONE,
                null,
                Map.of(),
                null,
                AccessTier.ARCHIVE,
                moment,
                null,
                new Content.Single(new BodyRef(BODY, 11, null, 0)),
                0,
                0,
                false,
                null,
                Life.ENDLESS,
                Encryption.ACCOUNT,
                new Rehydration(AccessTier.COOL, false, moment, moment.plusSeconds(3600)));
        Golden.assertForm("archived-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }

    @Test
    void aReplicatedBlob() {
        BlobRecord record = new BlobRecord(
                        BlobType.BLOCK,
                        CHANGED,
                        CHANGED,
                        0,
                        HttpProperties.NONE,
                        null,
                        Map.of(),
                        null,
                        null,
                        null,
                        null,
                        new Content.Empty(),
                        0,
                        0,
                        false,
                        null)
                .edit()
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
        BlobRecord record = new BlobRecord(
                BlobType.PAGE,
                CHANGED,
                CREATED,
                1L << 40,
                HttpProperties.NONE,
                null,
                Map.of(),
                null,
                null,
                null,
                new CopyState("id", "source", CopyState.Status.SUCCESS, 512, 512, null, null, CREATED),
                new Content.Pages(LIST, 77, 512_000, 4711),
                0,
                0,
                false,
                CHANGED);
        Golden.assertForm("page-blob", record, BlobRecordCodec::write, BlobRecordCodec::read);
    }
}
