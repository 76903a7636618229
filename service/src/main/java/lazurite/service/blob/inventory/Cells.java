package lazurite.service.blob.inventory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import lazurite.service.blob.record.Lease;
import org.jspecify.annotations.Nullable;

/** Values as an inventory has them. */
final class Cells {
    private Cells() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** {@code 2026-11-27T10:00:00Z}. */
    static String time(@Nullable Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String base64(byte @Nullable [] bytes) {
        return bytes == null ? "" : Base64.getEncoder().encodeToString(bytes);
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A JSON object. */
    static String map(@Nullable Map<String, String> values) {
        if (values == null || values.isEmpty()) {
            return "";
        }
        JsonWriter json = new JsonWriter().open('{');
        values.forEach((name, value) -> json.name(name).text(value));
        return json.close('}').toString();
    }

    static String leaseStatus(Lease.State state) {
        return state == Lease.State.LEASED || state == Lease.State.BREAKING ? "locked" : "unlocked";
    }

    static String leaseDuration(Lease.State state, @Nullable Lease lease) {
        if (state != Lease.State.LEASED || lease == null) {
            return "";
        }
        return lease.infinite() ? "infinite" : "fixed";
    }
}
