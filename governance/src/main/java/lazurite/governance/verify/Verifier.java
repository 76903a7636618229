package lazurite.governance.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import lazurite.base.Platform;
import lazurite.governance.event.Logged;
import lazurite.governance.source.CitedLog;
import lazurite.governance.source.LogFolder;
import lazurite.governance.source.LogSource;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a whole log from outside, in one pass over its entries, behind those of the logs that it goes on from.
 *
 * <p>Concurrency: one thread calls; it reads ahead on others.
 */
public final class Verifier {
    private static final String KEPT = "the checkpoint kept from earlier";

    private final LogSource source;
    private final Policy policy;
    private final @Nullable Note since;
    private final Platform platform;
    private final Findings findings = new Findings(Invariant.I1);
    private final StreamsCheck streams = new StreamsCheck();
    private final List<Check> checks;
    private final Past past = new Past();

    /** How many entries enough witnesses have seen. */
    private long seen;

    /** The first entry that they have not. */
    private @Nullable Place unseen;

    private long unseenSince;

    private Verifier(LogSource source, Policy policy, @Nullable Note since, Platform platform) {
        this.source = source;
        this.policy = policy;
        this.since = since;
        this.platform = platform;
        this.checks = List.of(
                streams,
                new MetersCheck(),
                new SignalsCheck(),
                new OrdersCheck(),
                new EndsCheck(),
                new AppealsCheck(),
                new PagesCheck(),
                new LockboxCheck(),
                new ReportsCheck(platform),
                new HeartbeatCheck(),
                new RolesCheck(),
                new LegalCheck());
    }

    /**
     * Verifies the log as its checkpoint has it now.
     *
     * @param policy whose keys sign the log, and which witnesses are to agree
     * @param since a checkpoint kept from earlier, of this log or of one that it goes on from; null without one
     * @throws IOException with one sentence, if the log cannot be read; what is missing or damaged is no such failure
     */
    public static Verification verify(LogSource source, Policy policy, @Nullable Note since, Platform platform)
            throws IOException {
        return new Verifier(source, policy, since, platform).verify();
    }

    private Verification verify() throws IOException {
        Verdict verdict;
        Note note;
        List<CitedLog> olders;
        Map<String, Note> earlier = new LinkedHashMap<>();
        try {
            earlier(earlier);
            note = source.checkpoint();
            verdict = judged(note);
            olders = CitedLog.of(source, verdict.checkpoint());
            kept(earlier, verdict.checkpoint().origin(), olders);
            quorum(verdict, earlier);
            strangers(note);
        } catch (RefusedException unproven) {
            findings.broken(null, String.valueOf(unproven.getMessage()));
            return told(null, OptionalLong.empty(), "nothing of it is proven without its checkpoint");
        }
        long fetched = platform.clock().millis();
        String why = null;
        for (CitedLog older : olders) {
            String problem = older(older);
            why = why == null ? problem : why;
        }
        RootCheck root = new RootCheck(source, 0, note, earlier, findings);
        String problem = read(source, 0, root, verdict.checkpoint().size());
        why = why == null ? problem : why;
        if (why == null) {
            OptionalLong seconds = verdict.seconds();
            long newest = Math.max(past.newestTime(), TimeUnit.SECONDS.toMillis(seconds.orElse(0)));
            unseen(newest);
            End end = new End(
                    verdict.checkpoint(),
                    past,
                    source.isLive() ? Math.max(fetched, newest) : newest,
                    fetched,
                    seconds,
                    source);
            for (Check check : checks) {
                check.end(end);
            }
        }
        return told(verdict.checkpoint(), verdict.seconds(), why);
    }

    /** After a restart the log is another one, whose key no earlier one vouches for. */
    private Verdict judged(Note note) {
        String origin = Checkpoint.parse(note.text()).origin();
        if (policy.logs().stream().noneMatch(log -> log.key().name().equals(origin))) {
            throw new RefusedException(
                    "The log is called " + origin + ", and no key of that name was given; where a log"
                            + " was restarted, ask its operator for the new key and say it with --key.");
        }
        return policy.judge(note);
    }

    /** What the caller kept, which may be of a log that this one goes on from. */
    private void kept(Map<String, Note> earlier, String current, List<CitedLog> olders) {
        Note kept = since;
        if (kept == null) {
            return;
        }
        String origin = named(KEPT, () -> Checkpoint.parse(kept.text())).origin();
        if (origin.equals(current)) {
            earlier.put(KEPT, kept);
        } else if (olders.stream().noneMatch(older -> older.cited().origin().equals(origin))) {
            throw new RefusedException("What is called " + KEPT + " is of another log, " + origin + ", from which "
                    + current
                    + " does not say that it goes on; verify that log where it is served or mirrored, and this"
                    + " one without --since.");
        }
    }

    /** What came before: what witnesses saw, and, in a mirror, what it had before. */
    private void earlier(Map<String, Note> earlier) throws IOException {
        boolean isFolder = source instanceof LogFolder;
        for (String name : isFolder ? List.of(LogFolder.PREVIOUS, LogSource.COSIGNED) : List.of(LogSource.COSIGNED)) {
            if ((isFolder || policy.quorum() != null)
                    && source.get(name, Note.BYTES_MAX) instanceof LogSource.Answer.Present file) {
                earlier.put(name, named(name, () -> Note.parse(file.bytes())));
            }
        }
    }

    private static <T> T named(String name, Supplier<T> what) {
        try {
            return what.get();
        } catch (RefusedException unproven) {
            throw new RefusedException("What is called " + name + " proves nothing: " + unproven.getMessage());
        }
    }

    /** Judges what came before, and whether enough witnesses have seen the log, up to where. */
    private void quorum(Verdict now, Map<String, Note> earlier) {
        boolean quorum = now.quorum();
        seen = quorum ? now.checkpoint().size() : 0;
        for (Map.Entry<String, Note> before : earlier.entrySet()) {
            Verdict verdict = named(before.getKey(), () -> policy.judge(before.getValue()));
            String origin = verdict.checkpoint().origin();
            if (!origin.equals(now.checkpoint().origin())) {
                throw new RefusedException("What is called " + before.getKey() + " is of another log, " + origin + ".");
            }
            if (verdict.quorum()) {
                quorum = true;
                seen = Math.max(seen, verdict.checkpoint().size());
            }
        }
        if (policy.quorum() == null) {
            findings.unchecked("that witnesses have seen the same log, since no policy with a quorum was given");
        } else if (!quorum) {
            findings.broken(null, "No checkpoint has a quorum of the policy's witnesses.");
        }
    }

    /** Lines of others' keys count for nothing; those of the log's own are asked for by what it says itself. */
    private void strangers(Note note) {
        String origin = Checkpoint.parse(note.text()).origin();
        for (NoteSignature line : note.signatures()) {
            if (!line.name().equals(origin)
                    && policy.witnesses().values().stream()
                            .noneMatch(witness -> witness.key().claims(line))) {
                findings.unchecked("the signature of " + line.name() + ", whose key the policy does not name");
            }
        }
    }

    /** Witnesses may be behind for a day. */
    private void unseen(long now) {
        Place place = unseen;
        if (place != null && policy.quorum() != null) {
            findings.due(
                    place,
                    unseenSince + TimeUnit.DAYS.toMillis(1),
                    now,
                    "Not enough witnesses have seen the log from this entry on, for more than a day.");
        }
    }

    /**
     * Reads a log that this one goes on from, all the way to what is cited of it, which is what proves it. Says why nothing
     * can be said of what goes on from it, null if all is proven.
     */
    private @Nullable String older(CitedLog older) throws IOException {
        try {
            RootCheck root = new RootCheck(older.source(), older.first(), older.checkpoint(), keptOf(older), findings);
            return read(older.source(), older.first(), root, older.cited().size());
        } catch (RefusedException unproven) {
            findings.broken(null, String.valueOf(unproven.getMessage()));
            return "the log that it goes on from, " + older.cited().origin() + ", is not proven";
        }
    }

    /** What the caller kept, if it is of this log; signed by a key that the caller gave, if there is one of that name. */
    private Map<String, Note> keptOf(CitedLog older) {
        Note kept = since;
        String origin = older.cited().origin();
        if (kept == null || !Checkpoint.parse(kept.text()).origin().equals(origin)) {
            return Map.of();
        }
        if (policy.logs().stream().anyMatch(log -> log.key().name().equals(origin))) {
            Verdict _ = named(KEPT, () -> policy.judge(kept));
        }
        return Map.of(KEPT, kept);
    }

    /** Reads all entries of a log; says why nothing can be said of the rest, null if all is proven. */
    private @Nullable String read(LogSource log, long first, RootCheck root, long size) throws IOException {
        try {
            Reading.each(log, first, size, platform, tile -> take(root, tile));
            if (!root.end()) {
                return "the entries are not those of the checkpoint";
            }
            if (log instanceof LogFolder folder) {
                new FolderCheck(folder, size, findings).check();
            }
            return null;
        } catch (RefusedException damaged) {
            findings.broken(null, String.valueOf(damaged.getMessage()));
            return "the log cannot be read beyond entry " + root.size();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }

    private void take(RootCheck root, Reading.Tile tile) {
        try {
            root.take(tile);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        for (Reading.Leaf leaf : tile.leaves()) {
            Logged logged = leaf.logged();
            if (logged == null) {
                streams.unreadable(leaf.index(), leaf.refusal());
            } else {
                Step step = new Step(logged, leaf.sha256(), past);
                if (leaf.index() == seen) {
                    unseen = step.place();
                    unseenSince = step.time();
                }
                checks.forEach(check -> check.see(step));
                past.take(step);
            }
        }
    }

    private Verification told(@Nullable Checkpoint checkpoint, OptionalLong seconds, @Nullable String why) {
        List<Judgement> judgements = new ArrayList<>();
        judgements.add(findings.judged(past.silences()));
        for (Check check : checks) {
            judgements.add(
                    why == null
                            ? check.findings().judged(past.silences())
                            : Judgement.unchecked(check.invariant(), "anything, since " + why));
        }
        return new Verification(source.toString(), checkpoint, seconds, judgements);
    }
}
