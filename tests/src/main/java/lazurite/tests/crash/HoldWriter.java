package lazurite.tests.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.tests.crash.HeldBlob.Guard;
import lazurite.tests.crash.HeldBlob.Version;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;

/**
 * The part of a client that works under legal holds and immutability policies: in names of its own, in an account that keeps versions.
 *
 * <p>Concurrency: one thread at a time.
 */
final class HoldWriter {
    private static final int NAMES = 3;
    private static final Pattern LISTED = Pattern.compile(
            "<Blob><Name>([^<]+)</Name><VersionId>([^<]+)</VersionId>(<IsCurrentVersion>true</IsCurrentVersion>)?");

    private final String prefix;
    private final Random random;
    private final HoldActions actions;
    private final Answered answered;
    private final Map<String, Belief<HeldBlob>> blobs = new TreeMap<>();

    /** Whether an answer says that it was done; throws a {@link Violation} where none may say anything else. */
    interface Answered {
        boolean test(Reply reply, int status, String what, BooleanSupplier ending);
    }

    HoldWriter(String id, Random random, Answered answered) {
        this.prefix = id + "-";
        this.random = random;
        this.actions = new HoldActions(random);
        this.answered = answered;
        for (int i = 0; i < NAMES; i++) {
            blobs.put(prefix + i, Belief.certain(HeldBlob.ABSENT));
        }
    }

    private Belief<HeldBlob> blob(String name) {
        return blobs.getOrDefault(name, Belief.certain(HeldBlob.ABSENT));
    }

    void step(BlobWire wire, BooleanSupplier ending) throws IOException {
        String name = prefix + random.nextInt(NAMES);
        Belief<HeldBlob> belief = blob(name);
        if (!belief.isCertain()) {
            return;
        }
        HoldActions.Action action = actions.choose(wire.path(CrashConfig.HOLDING, name), belief.known());
        blobs.put(name, belief.orElse(action.expected(), action.name()));
        Reply reply = wire.call(action.call());
        if (answered.test(reply, action.status(), action.name() + " " + name, ending)) {
            blobs.put(name, Belief.certain(action.after(reply)));
        }
    }

    /** Holds everything against the server, and goes on from what was found where an answer was missing. */
    void verify(BlobWire wire) throws IOException {
        Map<String, HeldBlob> listed = listed(wire);
        for (String name : List.copyOf(blobs.keySet())) {
            blobs.put(name, Belief.certain(found(wire, name, listed.getOrDefault(name, HeldBlob.ABSENT))));
        }
    }

    /** The listing's versions, of which it tells nothing but the ids. */
    private Map<String, HeldBlob> listed(BlobWire wire) throws IOException {
        Reply reply = wire.call(BlobCall.of("GET", wire.path(CrashConfig.HOLDING, ""))
                .query("restype", "container")
                .query("comp", "list")
                .query("include", "versions")
                .query("prefix", prefix));
        if (reply.status() != 200) {
            throw new Violation("listing versions answered " + reply);
        }
        Map<String, HeldBlob> found = new HashMap<>();
        Matcher matcher = LISTED.matcher(reply.text());
        while (matcher.find()) {
            List<Version> versions = new ArrayList<>(
                    found.getOrDefault(matcher.group(1), HeldBlob.ABSENT).versions());
            versions.add(new Version(matcher.group(2), new Piece("", 0, 0), Guard.NONE));
            found.put(matcher.group(1), new HeldBlob(versions, matcher.group(3) != null));
        }
        return found;
    }

    private HeldBlob found(BlobWire wire, String name, HeldBlob listed) throws IOException {
        Belief<HeldBlob> belief = blob(name);
        List<String> differences = new ArrayList<>();
        for (HeldBlob model : belief.all()) {
            try {
                return matched(wire, name, model, listed);
            } catch (Difference e) {
                differences.add(e.getMessage());
            }
        }
        throw new Violation("held " + name + " (" + belief.about() + ") " + String.join("; ", differences));
    }

    private HeldBlob matched(BlobWire wire, String name, HeldBlob model, HeldBlob listed)
            throws IOException, Difference {
        Difference.same(
                "number of versions", model.versions().size(), listed.versions().size());
        Difference.same("whether one is current", model.current(), listed.current());
        HeldBlob complete = model;
        for (int i = 0; i < model.versions().size(); i++) {
            Version version = model.versions().get(i);
            String id = listed.versions().get(i).id();
            if (!version.id().isEmpty()) {
                Difference.same("version", version.id(), id);
            }
            complete = complete.with(i, version.named(id));
            version(BlobCall.of("GET", wire.path(CrashConfig.HOLDING, name)).query("versionid", id), wire, version);
        }
        for (Version version : complete.versions()) {
            stays(wire, name, version);
        }
        return complete;
    }

    private static void version(BlobCall call, BlobWire wire, Version version) throws IOException, Difference {
        Reply reply = wire.call(call);
        Difference.same("answer to a read of a version", 200, reply.status());
        Difference.bytes("content of a version", version.content().bytes(), reply.body());
        Guard guard = version.guard();
        Difference.same("end of immutability", guard.until(), reply.header("x-ms-immutability-policy-until-date"));
        Difference.same("mode of immutability", guard.mode(), reply.header("x-ms-immutability-policy-mode"));
        Difference.same("legal hold", guard.hold() ? "true" : "", reply.header("x-ms-legal-hold"));
    }

    /** What is protected refuses its deletion. */
    private static void stays(BlobWire wire, String name, Version version) throws IOException {
        if (!version.guard().protects()) {
            return;
        }
        Reply reply = wire.call(
                BlobCall.of("DELETE", wire.path(CrashConfig.HOLDING, name)).query("versionid", version.id()));
        if (!reply.errorCode().equals("BlobImmutableDueToPolicy")) {
            throw new Violation("deleting version " + version.id() + " of " + name + " under " + version.guard()
                    + " answered " + reply);
        }
    }
}
