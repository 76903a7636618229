package lazurite.service.blob.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;
import lazurite.store.body.PartCodec;

/** The stored form of a {@link BlobRecord}: {@code docs/formats/blob-record.md}. Field numbers are never reused. */
public final class BlobRecordCodec {
    static final int VERSION = 1;

    private static final int TYPE = 1;
    private static final int STAMP = 2;
    private static final int CREATED = 3;
    private static final int LENGTH = 4;
    private static final int CONTENT_TYPE = 5;
    private static final int CONTENT_ENCODING = 6;
    private static final int CONTENT_LANGUAGE = 7;
    private static final int CONTENT_DISPOSITION = 8;
    private static final int CACHE_CONTROL = 9;
    private static final int CONTENT_MD5 = 10;
    private static final int METADATA = 11;
    private static final int TAG = 12;
    private static final int LEASE = 13;
    private static final int TIER = 14;
    private static final int TIER_CHANGED = 15;
    private static final int COPY = 16;
    private static final int BODY = 17;
    private static final int PARTS = 18;
    private static final int BLOCKS = 19;
    private static final int BLOCK_ID_LENGTH = 20;
    private static final int SEALED = 21;
    private static final int LAST_SNAPSHOT = 22;
    private static final int PAGES = 24;
    private static final int VERSION_ID = 25;
    private static final int DELETION = 26;
    private static final int RETENTION = 27;
    private static final int EXPIRES = 28;
    private static final int LAST_ACCESS = 29;
    private static final int KEY_SHA256 = 30;
    private static final int SCOPE = 31;
    private static final int REHYDRATION = 32;
    private static final int REPLICATED_BY = 40;
    private static final int REPLICATED_TO = 41;

    private BlobRecordCodec() {}

    public static byte[] write(BlobRecord record) {
        HttpProperties http = record.properties();
        RecordWriter out = new RecordWriter(VERSION)
                .number(TYPE, record.type().code())
                .number(STAMP, record.stamp().ticks())
                .number(CREATED, record.created().ticks())
                .number(LENGTH, record.length())
                .text(CONTENT_TYPE, http.contentType())
                .text(CONTENT_ENCODING, http.contentEncoding())
                .text(CONTENT_LANGUAGE, http.contentLanguage())
                .text(CONTENT_DISPOSITION, http.contentDisposition())
                .text(CACHE_CONTROL, http.cacheControl())
                .bytes(CONTENT_MD5, http.contentMd5())
                .bytes(METADATA, record.metadata());
        record.tags().forEach((key, value) -> out.bytes(TAG, tag(key, value)));
        Lease lease = record.lease();
        if (lease != null) {
            out.bytes(LEASE, LeaseCodec.write(lease));
        }
        AccessTier tier = record.tier();
        if (tier != null) {
            out.number(TIER, tier.code());
        }
        Instant tierChanged = record.tierChanged();
        if (tierChanged != null) {
            out.number(TIER_CHANGED, tierChanged.toEpochMilli());
        }
        CopyState copy = record.copy();
        if (copy != null) {
            out.bytes(COPY, copy(copy));
        }
        switch (record.content()) {
            case Content.Empty _ -> {}
            case Content.Single single -> out.bytes(BODY, PartCodec.bytes(single.body()));
            case Content.Parts parts -> out.uid(PARTS, parts.list());
            case Content.Pages _ -> {} // stands behind the fields with lower numbers
        }
        Stamp lastSnapshot = record.lastSnapshot();
        out.number(BLOCKS, record.blocks())
                .number(BLOCK_ID_LENGTH, record.blockIdLength())
                .flag(SEALED, record.sealed())
                .number(LAST_SNAPSHOT, lastSnapshot == null ? 0 : lastSnapshot.ticks());
        if (record.content() instanceof Content.Pages pages) {
            out.bytes(PAGES, pages(pages));
        }
        life(out, record.life());
        Rehydration rehydration = record.rehydration();
        out.text(KEY_SHA256, record.encryption().keySha256())
                .text(SCOPE, record.encryption().scope())
                .bytes(REHYDRATION, rehydration == null ? null : rehydration(rehydration))
                .text(REPLICATED_BY, record.replicated().policy());
        record.replicated().sent().forEach(mark -> out.bytes(REPLICATED_TO, mark(mark)));
        return out.done();
    }

    private static void life(RecordWriter out, Life life) {
        Stamp version = life.version();
        Instant expires = life.expires();
        Instant lastAccess = life.lastAccess();
        Deletion deletion = life.deletion();
        Retention retention = life.retention();
        out.number(VERSION_ID, version == null ? 0 : version.ticks())
                .bytes(DELETION, deletion == null ? null : deletion(deletion))
                .bytes(RETENTION, retention.equals(Retention.NONE) ? null : retention(retention))
                .number(EXPIRES, expires == null ? 0 : expires.toEpochMilli())
                .number(LAST_ACCESS, lastAccess == null ? 0 : lastAccess.toEpochMilli());
    }

    public static BlobRecord read(byte[] bytes) {
        RecordReader in = new RecordReader("blob record", bytes, VERSION);
        BlobType type = null;
        long stamp = 0;
        long created = 0;
        long length = 0;
        String contentType = null;
        String contentEncoding = null;
        String contentLanguage = null;
        String contentDisposition = null;
        String cacheControl = null;
        byte[] md5 = null;
        byte[] metadata = null;
        Map<String, String> tags = Map.of();
        Lease lease = null;
        AccessTier tier = null;
        Instant tierChanged = null;
        CopyState copy = null;
        Content content = new Content.Empty();
        int blocks = 0;
        int blockIdLength = 0;
        boolean sealed = false;
        Stamp lastSnapshot = null;
        Life life = Life.ENDLESS;
        String keySha256 = null;
        String scope = null;
        Rehydration rehydration = null;
        String replicatedBy = null;
        List<Replicated.Mark> replicatedTo = List.of();
        while (in.next()) {
            switch (in.field()) {
                case TYPE -> type = in.coded(BlobType.values(), BlobType::code, in.number());
                case STAMP -> stamp = in.number();
                case CREATED -> created = in.number();
                case LENGTH -> length = in.number();
                case CONTENT_TYPE -> contentType = in.text();
                case CONTENT_ENCODING -> contentEncoding = in.text();
                case CONTENT_LANGUAGE -> contentLanguage = in.text();
                case CONTENT_DISPOSITION -> contentDisposition = in.text();
                case CACHE_CONTROL -> cacheControl = in.text();
                case CONTENT_MD5 -> md5 = in.bytes();
                case METADATA -> metadata = in.bytes();
                case TAG -> {
                    tags = tags.isEmpty() ? new LinkedHashMap<>() : tags;
                    readTag(in, tags);
                }
                case LEASE -> lease = LeaseCodec.read(in.bytes());
                case TIER -> tier = in.coded(AccessTier.values(), AccessTier::code, in.number());
                case TIER_CHANGED -> tierChanged = Instant.ofEpochMilli(in.number());
                case COPY -> copy = readCopy(in.bytes());
                case BODY -> content = new Content.Single(PartCodec.ref(in.bytes()));
                case PARTS -> content = new Content.Parts(in.uid());
                case BLOCKS -> blocks = in.integer();
                case BLOCK_ID_LENGTH -> blockIdLength = in.integer();
                case SEALED -> sealed = in.flag();
                case LAST_SNAPSHOT -> lastSnapshot = new Stamp(in.number());
                case PAGES -> content = readPages(in.bytes());
                case VERSION_ID -> life = life.withVersion(new Stamp(in.number()));
                case DELETION -> life = life.withDeletion(readDeletion(in.bytes()));
                case RETENTION -> life = life.withRetention(readRetention(in.bytes()));
                case EXPIRES -> life = life.withExpires(Instant.ofEpochMilli(in.number()));
                case LAST_ACCESS -> life = life.withLastAccess(Instant.ofEpochMilli(in.number()));
                case KEY_SHA256 -> keySha256 = in.text();
                case SCOPE -> scope = in.text();
                case REHYDRATION -> rehydration = readRehydration(in.bytes());
                case REPLICATED_BY -> replicatedBy = in.text();
                case REPLICATED_TO -> {
                    replicatedTo = replicatedTo.isEmpty() ? new ArrayList<>() : replicatedTo;
                    replicatedTo.add(readMark(in.bytes()));
                }
                default -> throw in.unknownField();
            }
        }
        return new BlobRecord(
                in.required(type),
                new Stamp(stamp),
                new Stamp(created),
                length,
                new HttpProperties(
                        contentType, contentEncoding, contentLanguage, contentDisposition, cacheControl, md5),
                metadata,
                tags,
                lease,
                tier,
                tierChanged,
                copy,
                content,
                blocks,
                blockIdLength,
                sealed,
                lastSnapshot,
                life,
                keySha256 == null && scope == null ? Encryption.ACCOUNT : new Encryption(keySha256, scope),
                rehydration,
                replicatedBy == null && replicatedTo.isEmpty()
                        ? Replicated.NONE
                        : new Replicated(replicatedBy, replicatedTo));
    }

    private static byte[] pages(Content.Pages pages) {
        return new RecordWriter(1)
                .uid(1, pages.list())
                .number(2, pages.version())
                .number(3, pages.written())
                .number(4, pages.sequenceNumber())
                .done();
    }

    private static Content readPages(byte[] bytes) {
        RecordReader in = new RecordReader("pages of a blob", bytes, 1);
        Uid list = null;
        long version = 0;
        long written = 0;
        long sequenceNumber = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> list = in.uid();
                case 2 -> version = in.number();
                case 3 -> written = in.number();
                case 4 -> sequenceNumber = in.number();
                default -> throw in.unknownField();
            }
        }
        return new Content.Pages(in.required(list), version, written, sequenceNumber);
    }

    static byte[] deletion(Deletion deletion) {
        return new RecordWriter(1)
                .number(1, deletion.at().toEpochMilli())
                .number(2, deletion.days())
                .flag(3, deletion.whole())
                .done();
    }

    static Deletion readDeletion(byte[] bytes) {
        RecordReader in = new RecordReader("deletion", bytes, 1);
        Instant at = Instant.EPOCH;
        int days = 0;
        boolean whole = false;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> at = Instant.ofEpochMilli(in.number());
                case 2 -> days = in.integer();
                case 3 -> whole = in.flag();
                default -> throw in.unknownField();
            }
        }
        return new Deletion(at, days, whole);
    }

    private static byte[] retention(Retention retention) {
        Instant until = retention.until();
        return new RecordWriter(1)
                .number(1, until == null ? 0 : until.toEpochMilli())
                .flag(2, retention.locked())
                .flag(3, retention.hold())
                .done();
    }

    private static Retention readRetention(byte[] bytes) {
        RecordReader in = new RecordReader("retention", bytes, 1);
        Instant until = null;
        boolean locked = false;
        boolean hold = false;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> until = Instant.ofEpochMilli(in.number());
                case 2 -> locked = in.flag();
                case 3 -> hold = in.flag();
                default -> throw in.unknownField();
            }
        }
        return new Retention(until, locked, hold);
    }

    private static byte[] rehydration(Rehydration rehydration) {
        return new RecordWriter(1)
                .number(1, rehydration.target().code())
                .flag(2, rehydration.high())
                .number(3, rehydration.asked().toEpochMilli())
                .number(
                        4,
                        rehydration.due().toEpochMilli() - rehydration.asked().toEpochMilli())
                .done();
    }

    private static Rehydration readRehydration(byte[] bytes) {
        RecordReader in = new RecordReader("rehydration", bytes, 1);
        AccessTier target = null;
        boolean high = false;
        Instant asked = Instant.EPOCH;
        long millis = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> target = in.coded(AccessTier.values(), AccessTier::code, in.number());
                case 2 -> high = in.flag();
                case 3 -> asked = Instant.ofEpochMilli(in.number());
                case 4 -> millis = in.number();
                default -> throw in.unknownField();
            }
        }
        return new Rehydration(in.required(target), high, asked, asked.plusMillis(millis));
    }

    private static byte[] mark(Replicated.Mark mark) {
        return new RecordWriter(1)
                .text(1, mark.rule())
                .flag(2, mark.complete())
                .number(3, mark.version().ticks())
                .number(4, mark.stamp().ticks())
                .done();
    }

    private static Replicated.Mark readMark(byte[] bytes) {
        RecordReader in = new RecordReader("mark of a replication", bytes, 1);
        String rule = null;
        boolean complete = false;
        long version = 0;
        long stamp = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> rule = in.text();
                case 2 -> complete = in.flag();
                case 3 -> version = in.number();
                case 4 -> stamp = in.number();
                default -> throw in.unknownField();
            }
        }
        return new Replicated.Mark(in.required(rule), complete, new Stamp(version), new Stamp(stamp));
    }

    private static byte[] tag(String key, String value) {
        return new RecordWriter(1).text(1, key).text(2, value).done();
    }

    private static void readTag(RecordReader outer, Map<String, String> tags) {
        RecordReader in = new RecordReader("blob tag", outer.bytes(), 1);
        String key = null;
        String value = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> key = in.text();
                case 2 -> value = in.text();
                default -> throw in.unknownField();
            }
        }
        tags.put(in.required(key), value);
    }

    private static byte[] copy(CopyState copy) {
        Instant completed = copy.completed();
        Stamp incremental = copy.incremental();
        return new RecordWriter(1)
                .text(1, copy.id())
                .text(2, copy.source())
                .number(3, copy.status().code())
                .number(4, copy.bytesDone())
                .number(5, copy.bytesTotal())
                .number(6, completed == null ? 0 : completed.toEpochMilli())
                .text(7, copy.description())
                .number(8, incremental == null ? 0 : incremental.ticks())
                .done();
    }

    private static CopyState readCopy(byte[] bytes) {
        RecordReader in = new RecordReader("copy state", bytes, 1);
        String id = "";
        String source = "";
        CopyState.Status status = null;
        long done = 0;
        long total = 0;
        Instant completed = null;
        String description = null;
        Stamp incremental = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> id = in.text();
                case 2 -> source = in.text();
                case 3 -> status = in.coded(CopyState.Status.values(), CopyState.Status::code, in.number());
                case 4 -> done = in.number();
                case 5 -> total = in.number();
                case 6 -> completed = Instant.ofEpochMilli(in.number());
                case 7 -> description = in.text();
                case 8 -> incremental = new Stamp(in.number());
                default -> throw in.unknownField();
            }
        }
        return new CopyState(id, source, in.required(status), done, total, completed, description, incremental);
    }
}
