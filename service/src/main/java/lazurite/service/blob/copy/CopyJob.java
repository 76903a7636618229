package lazurite.service.blob.copy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.copy.OutsideSources.Opened;
import lazurite.service.blob.copy.OutsideSources.Wanted;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * A pending copy: all that it takes to carry it out, also after a restart ({@code docs/formats/copy-job.md}). Its row
 * is there before the blob says that a copy is pending, and until the blob says how the copy ended.
 *
 * @param id of the copy
 * @param scope of the container's rows
 * @param total length of the source in bytes
 * @param secrets the source's URL and what tells whether it is still the same, sealed under the account's key
 */
record CopyJob(String id, String account, String container, String scope, String blob, long total, byte[] secrets) {
    private static final int VERSION = 1;
    private static final String URL = "url";
    private static final String ETAG = "etag";
    private static final String MODIFIED = "modified";

    static CopyJob of(BlobRows rows, String id, BlobAddress at, Wanted wanted, Opened source) {
        Map<String, String> secrets = new HashMap<>();
        secrets.put(URL, wanted.url());
        String etag = source.etag();
        if (etag != null) {
            secrets.put(ETAG, etag);
        }
        Instant modified = source.lastModified();
        if (modified != null) {
            secrets.put(MODIFIED, modified.toString());
        }
        byte[] sealed = rows.seal(at.account(), secrets);
        return new CopyJob(
                id,
                at.account(),
                at.container(),
                at.scope(),
                at.blob(),
                source.length(),
                sealed == null ? new byte[0] : sealed);
    }

    /** Where it copies to. */
    BlobAddress at(BlobRows rows, Pass pass) {
        return new BlobAddress(
                account, container, scope, blob, rows.platform().nanoTime().getAsLong(), pass);
    }

    /** Its source. */
    Wanted wanted(BlobRows rows) {
        return new Wanted(secrets(rows).getOrDefault(URL, ""), null, Conditions.NONE, null, null);
    }

    /** Whether the source is what it was when the copy began, as far as it tells. */
    boolean isSame(BlobRows rows, Opened source) {
        Map<String, String> known = secrets(rows);
        Instant modified = source.lastModified();
        return source.length() == total
                && same(known.get(ETAG), source.etag())
                && same(known.get(MODIFIED), modified == null ? null : modified.toString());
    }

    private static boolean same(@Nullable String known, @Nullable String now) {
        return known == null || known.equals(now);
    }

    private Map<String, String> secrets(BlobRows rows) {
        return rows.unseal(account, secrets);
    }

    byte[] write() {
        return new RecordWriter(VERSION)
                .text(1, id)
                .text(2, account)
                .text(3, container)
                .text(4, scope)
                .text(5, blob)
                .number(6, total)
                .bytes(7, secrets)
                .done();
    }

    static CopyJob read(byte[] bytes) {
        RecordReader in = new RecordReader("pending copy", bytes, VERSION);
        String[] texts = new String[6];
        long total = 0;
        byte[] secrets = null;
        while (in.next()) {
            switch (in.field()) {
                case 1, 2, 3, 4, 5 -> texts[in.field()] = in.text();
                case 6 -> total = in.number();
                case 7 -> secrets = in.bytes();
                default -> throw in.unknownField();
            }
        }
        return new CopyJob(
                in.required(texts[1]),
                in.required(texts[2]),
                in.required(texts[3]),
                in.required(texts[4]),
                in.required(texts[5]),
                total,
                in.required(secrets));
    }
}
