package lazurite.tests.crash;

import java.util.Random;
import java.util.function.BiFunction;
import lazurite.tests.crash.HeldBlob.Guard;
import lazurite.tests.crash.HeldBlob.Version;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.Reply;

/** Chooses operations on a name in a container with version-level immutability, and knows which of them are refused. */
final class HoldActions {
    private static final int VERSIONS_MAX = 4;
    private static final int LENGTH_MAX = 40_000;
    private static final int REFUSED = 409;

    /** Azure takes no policy that ends in more than 146,000 days. */
    private static final int YEARS_MAX = 300;

    private final Random random;

    HoldActions(Random random) {
        this.random = random;
    }

    /**
     * One operation.
     *
     * @param expected after it happened, as far as that is known before the answer
     * @param learned completes `expected` by what the answer tells
     */
    record Action(
            String name, BlobCall call, int status, HeldBlob expected, BiFunction<HeldBlob, Reply, HeldBlob> learned) {
        static Action plain(String name, BlobCall call, int status, HeldBlob expected) {
            return new Action(name, call, status, expected, (model, reply) -> model);
        }

        HeldBlob after(Reply reply) {
            return learned.apply(expected, reply);
        }
    }

    Action choose(String path, HeldBlob blob) {
        if (blob.versions().isEmpty()) {
            return put(path, blob);
        }
        int index = random.nextInt(blob.versions().size());
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> blob.versions().size() < VERSIONS_MAX ? put(path, blob) : deleteVersion(path, blob, index);
            case 3, 4 -> setHold(path, blob, index);
            case 5 -> setPolicy(path, blob, index);
            case 6 -> deletePolicy(path, blob, index);
            case 7 -> blob.current() ? deleteOrChange(path, blob) : put(path, blob);
            default -> deleteVersion(path, blob, index);
        };
    }

    private Action put(String path, HeldBlob blob) {
        Piece content = new Piece("", random.nextLong(), 1 + random.nextInt(LENGTH_MAX));
        Guard guard = switch (random.nextInt(4)) {
            case 0 -> Guard.NONE.withHold(true);
            case 1 -> Guard.NONE.withPolicy(date(0), !blob.hasLocked() && random.nextInt(4) == 0);
            default -> Guard.NONE;
        };
        BlobCall call = BlobCall.of("PUT", path)
                .header("x-ms-blob-type", "BlockBlob")
                .header("x-ms-legal-hold", String.valueOf(guard.hold()))
                .body(content.bytes());
        return new Action(
                "put with " + guard,
                guard.until().isEmpty() ? call : policy(call, guard),
                201,
                blob.written(content, guard),
                (model, reply) -> model.named(reply.header("x-ms-version-id")));
    }

    private Action setHold(String path, HeldBlob blob, int index) {
        Version version = blob.versions().get(index);
        boolean hold = !version.guard().hold();
        BlobCall call =
                of("PUT", path, version).query("comp", "legalhold").header("x-ms-legal-hold", String.valueOf(hold));
        return Action.plain(
                "set legal hold " + hold,
                call,
                200,
                blob.with(index, version.with(version.guard().withHold(hold))));
    }

    /** A locked policy is only made longer. */
    private Action setPolicy(String path, HeldBlob blob, int index) {
        Version version = blob.versions().get(index);
        Guard before = version.guard();
        BlobCall call = of("PUT", path, version).query("comp", "immutabilityPolicies");
        if (before.locked() && (random.nextBoolean() || KeepingActions.year(before.until()) > YEARS_MAX)) {
            Guard shorter = before.withPolicy(KeepingActions.date(0), true);
            return Action.plain("shorten locked policy", policy(call, shorter), REFUSED, blob);
        }
        boolean locked = before.locked() || (!blob.hasLocked() && random.nextInt(4) == 0);
        int years = before.locked() ? 1 + KeepingActions.year(before.until()) : 0;
        Guard guard = before.withPolicy(date(years), locked);
        return Action.plain(
                "set policy " + guard.mode(), policy(call, guard), 200, blob.with(index, version.with(guard)));
    }

    private static Action deletePolicy(String path, HeldBlob blob, int index) {
        Version version = blob.versions().get(index);
        BlobCall call = of("DELETE", path, version).query("comp", "immutabilityPolicies");
        if (version.guard().locked()) {
            return Action.plain("delete locked policy", call, REFUSED, blob);
        }
        Guard guard = version.guard().withPolicy("", false);
        return Action.plain("delete policy", call, 200, blob.with(index, version.with(guard)));
    }

    private static Action deleteVersion(String path, HeldBlob blob, int index) {
        Version version = blob.versions().get(index);
        BlobCall call = of("DELETE", path, version);
        return version.guard().protects()
                ? Action.plain("delete protected version", call, REFUSED, blob)
                : Action.plain("delete version", call, 202, blob.without(index));
    }

    /** Its deletion makes the current version a previous one; what is protected is not changed in its place. */
    private Action deleteOrChange(String path, HeldBlob blob) {
        if (blob.versions().getLast().guard().protects() && random.nextBoolean()) {
            BlobCall call = BlobCall.of("PUT", path).query("comp", "metadata").header("x-ms-meta-no", "no");
            return Action.plain("set metadata of protected blob", call, REFUSED, blob);
        }
        return Action.plain("delete", BlobCall.of("DELETE", path), 202, blob.deleted());
    }

    private static BlobCall of(String method, String path, Version version) {
        return BlobCall.of(method, path).query("versionid", version.id());
    }

    private static BlobCall policy(BlobCall call, Guard guard) {
        return call.header("x-ms-immutability-policy-until-date", guard.until())
                .header("x-ms-immutability-policy-mode", guard.mode());
    }

    /** Some time in the year that is so many after 2101. */
    private String date(int years) {
        return KeepingActions.date(years * 366L * 24 * 60 * 60 + random.nextInt(300 * 24 * 60 * 60) + 1);
    }
}
