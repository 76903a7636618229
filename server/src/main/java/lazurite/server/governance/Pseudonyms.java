package lazurite.server.governance;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import lazurite.base.Platform;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * Under which names subscriptions stand in the log. A pseudonym is random, so that it tells nothing, and is kept for
 * ever; an id whose subscription was closed gets another one when it opens again. Who opens a subscription by a command
 * gives its pseudonym.
 *
 * <p>Concurrency: any thread.
 */
public final class Pseudonyms {
    private static final int VERSION = 1;
    private static final String BY_ID = "i";
    private static final String BY_PSEUDONYM = "p";

    private final SubscriptionRows rows;
    private final RandomGenerator random;

    public Pseudonyms(MetadataStore store, UidSource uids, Platform platform) {
        this.rows = SubscriptionRows.of(store, uids);
        this.random = platform.random();
    }

    /** The pseudonym of the subscription of that id; null if it has none yet. */
    public @Nullable String of(String id) {
        byte[] row = rows.get(rows.key(BY_ID + id));
        return row == null ? null : text(row);
    }

    /** The id of the subscription of that pseudonym; null if there is none. */
    public @Nullable String id(String pseudonym) {
        byte[] row = rows.get(rows.key(BY_PSEUDONYM + pseudonym));
        return row == null ? null : text(row);
    }

    /** Ids of all subscriptions that have a pseudonym. */
    List<String> ids() {
        return rows.all(BY_ID).stream()
                .map(row -> new String(rows.behind(BY_ID, row), StandardCharsets.UTF_8))
                .toList();
    }

    /** Every pseudonym, those of closed subscriptions included. */
    List<String> all() {
        return rows.all(BY_PSEUDONYM).stream()
                .map(row -> new String(rows.behind(BY_PSEUDONYM, row), StandardCharsets.UTF_8))
                .toList();
    }

    /** The pseudonym of that id, made if it has none or only that of a subscription that was closed. */
    String make(String id, @Nullable String closed) {
        Key key = rows.key(BY_ID + id);
        while (true) {
            byte[] was = rows.get(key);
            if (was != null && !text(was).equals(closed)) {
                return text(was);
            }
            String made = "s-" + HexFormat.of().toHexDigits(random.nextLong());
            if (rows.commit(
                    key,
                    was,
                    List.of(
                            SubscriptionRows.put(key, record(made)),
                            SubscriptionRows.put(rows.key(BY_PSEUDONYM + made), record(id))))) {
                return made;
            }
        }
    }

    /** Whether a command gave the pseudonym, rather than the configuration. */
    boolean isCommanded(String pseudonym) {
        byte[] row = rows.get(rows.key(BY_PSEUDONYM + pseudonym));
        return row != null && Named.read(row).commanded();
    }

    /** Takes over the pseudonym that a command gave. That of another subscription stays that one's. */
    void take(String id, String pseudonym) {
        Key key = rows.key(BY_ID + id);
        Key reverse = rows.key(BY_PSEUDONYM + pseudonym);
        boolean done = false;
        while (!done) {
            byte[] was = rows.get(key);
            byte[] known = rows.get(reverse);
            done = (known != null && !text(known).equals(id))
                    || rows.commit(
                            key,
                            was,
                            List.of(
                                    SubscriptionRows.put(key, record(pseudonym)),
                                    SubscriptionRows.put(reverse, commanded(id))));
        }
    }

    static byte[] commanded(String id) {
        return new RecordWriter(VERSION).text(1, id).flag(2, true).done();
    }

    static byte[] record(String text) {
        return new RecordWriter(VERSION).text(1, text).done();
    }

    static String text(byte[] row) {
        return Named.read(row).text();
    }

    /** A row. */
    private record Named(String text, boolean commanded) {
        static Named read(byte[] row) {
            RecordReader in = new RecordReader("a pseudonym", row, VERSION);
            String text = null;
            boolean commanded = false;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> text = in.text();
                    case 2 -> commanded = in.flag();
                    default -> throw in.unknownField();
                }
            }
            return new Named(in.required(text), commanded);
        }
    }
}
