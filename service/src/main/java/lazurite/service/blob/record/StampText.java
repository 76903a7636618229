package lazurite.service.blob.record;

import java.time.Instant;
import lazurite.service.auth.SasTime;
import org.jspecify.annotations.Nullable;

/** Reads the names of snapshots: ISO dates with up to seven digits of a second's fraction. */
public final class StampText {
    private StampText() {}

    /** Null if the text names no moment. */
    public static @Nullable Stamp parse(String text) {
        Instant instant = SasTime.parse(text);
        return instant == null ? null : Stamp.at(instant);
    }
}
