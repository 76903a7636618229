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
import lazurite.governance.source.LogFolder;
import lazurite.governance.source.LogSource;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a whole log from outside, in one pass over its entries.
 *
 * <p>Concurrency: one thread calls; it reads ahead on others.
 */
public final class Verifier {
    private final LogSource source;
    private final Policy policy;
    private final Platform platform;
    private final Findings findings = new Findings(Invariant.I1);
    private final StreamsCheck streams = new StreamsCheck();
    private final List<Check> checks = List.of(
            streams,
            new MetersCheck(),
            new SignalsCheck(),
            new OrdersCheck(),
            new EndsCheck(),
            new AppealsCheck(),
            new PagesCheck(),
            new LockboxCheck(),
            new ReportsCheck(),
            new HeartbeatCheck(),
            new RolesCheck(),
            new LegalCheck());
    private final Past past = new Past();

    private Verifier(LogSource source, Policy policy, Platform platform) {
        this.source = source;
        this.policy = policy;
        this.platform = platform;
    }

    /**
     * Verifies the log as its checkpoint has it now.
     *
     * @param policy whose keys sign the log, and which witnesses are to agree
     * @param since a checkpoint kept from earlier; null without one
     * @throws IOException with one sentence, if the log cannot be read; what is missing or damaged is no such failure
     */
    public static Verification verify(LogSource source, Policy policy, @Nullable Note since, Platform platform)
            throws IOException {
        return new Verifier(source, policy, platform).verify(since);
    }

    private Verification verify(@Nullable Note since) throws IOException {
        Verdict verdict;
        Note note;
        Map<String, Note> earlier;
        try {
            note = source.checkpoint();
            verdict = policy.judge(note);
            earlier = earlier(since, verdict.checkpoint());
        } catch (RefusedException unproven) {
            findings.broken(null, String.valueOf(unproven.getMessage()));
            return told(null, OptionalLong.empty(), "nothing of it is proven without its checkpoint");
        }
        long fetched = platform.clock().millis();
        quorum(verdict);
        RootCheck root = new RootCheck(source, note, earlier, findings);
        String why = read(root, verdict.checkpoint().size());
        if (why == null) {
            OptionalLong seconds = verdict.seconds();
            long newest = Math.max(past.newestTime(), TimeUnit.SECONDS.toMillis(seconds.orElse(0)));
            End end = new End(past, source.isLive() ? Math.max(fetched, newest) : newest, fetched, seconds, source);
            for (Check check : checks) {
                check.end(end);
            }
        }
        return told(verdict.checkpoint(), verdict.seconds(), why);
    }

    /** What came before: the checkpoint that the caller kept, and that of the mirror. */
    private Map<String, Note> earlier(@Nullable Note since, Checkpoint now) throws IOException {
        Map<String, Note> notes = new LinkedHashMap<>();
        if (since != null) {
            notes.put("the checkpoint kept from earlier", since);
        }
        if (source instanceof LogFolder folder
                && folder.get(LogFolder.PREVIOUS, Note.BYTES_MAX) instanceof LogSource.Answer.Present file) {
            notes.put(LogFolder.PREVIOUS, named(() -> Note.parse(file.bytes())));
        }
        notes.forEach((name, before) -> {
            String origin = judged(name, before).origin();
            if (!origin.equals(now.origin())) {
                throw new RefusedException("What is called " + name + " is of another log, " + origin + ".");
            }
        });
        return notes;
    }

    private Checkpoint judged(String name, Note note) {
        try {
            return policy.judge(note).checkpoint();
        } catch (RefusedException unproven) {
            throw new RefusedException("What is called " + name + " proves nothing: " + unproven.getMessage());
        }
    }

    private static Note named(Supplier<Note> parsing) {
        try {
            return parsing.get();
        } catch (RefusedException damaged) {
            throw new RefusedException("The file " + LogFolder.PREVIOUS + " is damaged: " + damaged.getMessage());
        }
    }

    private void quorum(Verdict verdict) {
        if (policy.quorum() == null) {
            findings.unchecked("that witnesses have seen the same log, since no policy with a quorum was given");
        } else if (!verdict.quorum()) {
            findings.broken(null, "The checkpoint has no quorum of the policy's witnesses.");
        }
    }

    /** Reads all entries; says why nothing can be said of the rest, null if all is proven. */
    private @Nullable String read(RootCheck root, long size) throws IOException {
        try {
            Reading.each(source, size, platform, tile -> take(root, tile));
            if (!root.end()) {
                return "the entries are not those of the checkpoint";
            }
            if (source instanceof LogFolder folder) {
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
