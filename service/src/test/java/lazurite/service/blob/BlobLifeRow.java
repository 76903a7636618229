package lazurite.service.blob;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/** What a blob, snapshot or version is. */
final class BlobLifeRow {
    /** That it was asked back from the archive. */
    record Back(AccessTier tier, boolean high, Instant due) {}

    /** Its time as a snapshot or version; null if it is none, or until a listing told it. */
    @Nullable
    Stamp at;

    Stamp etag;
    Stamp created;
    String text;
    String metadata = "";
    String type = "";
    String tag = "";

    @Nullable
    AccessTier tier;

    @Nullable
    Back back;

    @Nullable
    Instant until;

    boolean locked;
    boolean hold;

    @Nullable
    Instant expires;

    @Nullable
    Instant deleted;

    int days;
    boolean whole;

    BlobLifeRow(Stamp etag, String text) {
        this.etag = etag;
        this.created = etag;
        this.text = text;
    }

    BlobLifeRow copy() {
        BlobLifeRow copy = new BlobLifeRow(etag, text);
        copy.at = at;
        copy.created = created;
        copy.metadata = metadata;
        copy.type = type;
        copy.tag = tag;
        copy.tier = tier;
        copy.back = back;
        copy.until = until;
        copy.locked = locked;
        copy.hold = hold;
        copy.expires = expires;
        return copy;
    }

    BlobLifeRow unprotected() {
        until = null;
        locked = false;
        hold = false;
        return this;
    }

    BlobLifeRow settle(Instant now) {
        Back asked = back;
        if (asked != null && !now.isBefore(asked.due())) {
            tier = asked.tier();
            back = null;
        }
        return this;
    }

    boolean isOver(Instant time) {
        return deleted != null && !time.isBefore(deleted.plus(Duration.ofDays(days)));
    }

    String shown(Instant now) {
        BlobLifeRow shown = copy().settle(now);
        Back asked = shown.back;
        return describe(
                etag,
                created,
                text.length(),
                metadata,
                type,
                tag,
                shown.tier,
                asked == null
                        ? ""
                        : asked.tier().wire().toLowerCase(Locale.ROOT) + (asked.high() ? "/High" : "/Standard"),
                new Retention(until, locked, hold),
                expires,
                deleted,
                days);
    }

    static String describe(
            Stamp etag,
            Stamp created,
            long length,
            String metadata,
            String type,
            String tag,
            @Nullable AccessTier tier,
            String back,
            Retention retention,
            @Nullable Instant expires,
            @Nullable Instant deleted,
            int days) {
        return etag.etag() + " of " + created.etag() + ", " + length + " bytes, k=" + metadata + ", type=" + type
                + ", tag=" + tag + ", " + tier + "(" + back + "), " + retention + ", expires " + expires + ", deleted "
                + deleted + " for " + (deleted == null ? 0 : days);
    }
}
