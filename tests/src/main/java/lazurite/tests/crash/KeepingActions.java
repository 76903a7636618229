package lazurite.tests.crash;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import lazurite.tests.wire.BlobCall;

/** Chooses how a blob is kept: its access tier, the way back from the archive, the time at which it is gone. */
final class KeepingActions {
    private static final List<String> ONLINE = List.of("Hot", "Cool", "Cold");
    private static final Instant FAR = Instant.parse("2101-01-01T00:00:00Z");
    private static final DateTimeFormatter RFC1123 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Random random;
    private final boolean expiring;

    /** @param expiring whether blobs of the account may expire */
    KeepingActions(Random random, boolean expiring) {
        this.random = random;
        this.expiring = expiring;
    }

    /** Of a block blob that takes another's place. What a customer's key seals is not archived. */
    Keeping anew(BlobModel before, Cover cover) {
        String tier = switch (random.nextInt(8)) {
            case 0 -> cover.isCustomers() ? "" : Keeping.ARCHIVE;
            case 1, 2 -> ONLINE.get(random.nextInt(ONLINE.size()));
            default -> "";
        };
        String expires = expiring && random.nextInt(4) == 0 ? far() : "";
        Keeping kept = before.type() == BlobModel.Type.BLOCK ? before.keeping() : Keeping.PLAIN;
        return kept.replaced(cover, tier, expires);
    }

    /** The request that asks for it. A tier that is kept without being asked for is asked for half of the time. */
    BlobCall asking(BlobCall call, BlobModel before, Keeping kept) {
        BlobCall asking = kept.cover().sealing(call);
        boolean implied = kept.tier().isEmpty()
                || (before.type() == BlobModel.Type.BLOCK
                        && kept.tier().equals(before.keeping().tier())
                        && random.nextBoolean());
        if (!implied) {
            asking = asking.header("x-ms-access-tier", kept.tier());
        }
        return kept.expires().isEmpty()
                ? asking
                : asking.header("x-ms-expiry-option", "Absolute").header("x-ms-expiry-time", kept.expires());
    }

    /** Of a blob that is not archived. */
    Action choose(String path, BlobModel blob) {
        boolean tiered = blob.type() == BlobModel.Type.BLOCK;
        if (expiring && (!tiered || random.nextInt(3) == 0)) {
            return expire(path, blob);
        }
        return tiered ? setTier(path, blob) : refuseTier(path, blob);
    }

    /** An append blob has no tier: the refusal leaves it as it is. */
    private static Action refuseTier(String path, BlobModel blob) {
        return Action.plain("set tier refused", tier(path, blob, "Cool"), 409, blob);
    }

    private Action setTier(String path, BlobModel blob) {
        boolean archive = random.nextBoolean();
        if (archive && blob.keeping().cover().isCustomers()) {
            return Action.plain("archive refused", tier(path, blob, Keeping.ARCHIVE), 409, blob);
        }
        String tier = archive ? Keeping.ARCHIVE : ONLINE.get(random.nextInt(ONLINE.size()));
        return Action.plain(
                "set tier " + tier,
                tier(path, blob, tier),
                200,
                blob.kept(blob.keeping().withTier(tier)));
    }

    /** Back from the archive: with high priority at once, else so late that it stays pending. */
    Action askBack(String path, BlobModel blob) {
        String pending = blob.keeping().back();
        boolean high = random.nextBoolean();
        if (pending.isEmpty() || high) {
            String tier = pending.isEmpty() ? ONLINE.get(random.nextInt(ONLINE.size())) : pending;
            Keeping kept = high ? blob.keeping().withTier(tier) : blob.keeping().pending(tier);
            BlobCall call = tier(path, blob, tier).header("x-ms-rehydrate-priority", priority(high));
            return Action.plain("ask back with " + priority(high), call, 202, blob.kept(kept));
        }
        String other = ONLINE.get((ONLINE.indexOf(pending) + 1) % ONLINE.size());
        return Action.plain("ask back otherwise refused", tier(path, blob, other), 409, blob);
    }

    /** Copies what is archived to where it is to be read. */
    Action copyOut(BlobCall call, BlobModel blob, BlobModel from) {
        boolean high = random.nextBoolean();
        String tier = ONLINE.get(random.nextInt(ONLINE.size()));
        Keeping kept = high
                ? Keeping.PLAIN.withTier(tier)
                : Keeping.PLAIN.withTier(Keeping.ARCHIVE).pending(tier);
        BlobCall asking = call.header("x-ms-access-tier", tier).header("x-ms-rehydrate-priority", priority(high));
        return Action.changing(
                "copy out of the archive",
                asking,
                202,
                blob.written(from.type(), from.pieces(), from.metadata(), Map.of(), from.contentType(), kept));
    }

    private Action expire(String path, BlobModel blob) {
        BlobCall call = Actions.call("PUT", path, blob).query("comp", "expiry");
        boolean soon = blob.snapshots().isEmpty() && blob.uncommitted().isEmpty() && random.nextInt(3) == 0;
        if (soon) {
            BlobCall asking = call.header("x-ms-expiry-option", "RelativeToNow").header("x-ms-expiry-time", "1");
            return new Action("expire at once", asking, 200, BlobModel.ABSENT, (model, reply) -> {
                untilGone();
                return model;
            });
        }
        if (!blob.keeping().expires().isEmpty() && random.nextInt(3) == 0) {
            return Action.changing(
                    "expire never",
                    call.header("x-ms-expiry-option", "NeverExpire"),
                    200,
                    blob.kept(blob.keeping().withExpires("")).withoutEtag());
        }
        String far = far();
        return Action.changing(
                "set expiry",
                call.header("x-ms-expiry-option", "Absolute").header("x-ms-expiry-time", far),
                200,
                blob.kept(blob.keeping().withExpires(far)).withoutEtag());
    }

    /** The server's clock is this machine's: the millisecond that was asked for is over. */
    private static void untilGone() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() <= now + 1) {
            Thread.onSpinWait();
        }
    }

    private String far() {
        return date(random.nextInt(1_000_000_000));
    }

    /** So many seconds after the beginning of the year 2101. */
    static String date(long seconds) {
        return RFC1123.format(FAR.plusSeconds(seconds));
    }

    /** How many years after 2101 that is. */
    static int year(String date) {
        return RFC1123.parse(date).get(ChronoField.YEAR) - 2101;
    }

    private static String priority(boolean high) {
        return high ? "High" : "Standard";
    }

    private static BlobCall tier(String path, BlobModel blob, String tier) {
        return Actions.call("PUT", path, blob).query("comp", "tier").header("x-ms-access-tier", tier);
    }
}
