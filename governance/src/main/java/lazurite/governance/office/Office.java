package lazurite.governance.office;

import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Event;
import lazurite.governance.event.Logged;
import lazurite.governance.register.CaseFile;
import lazurite.governance.register.Offer;
import lazurite.governance.register.Order;
import lazurite.governance.register.Register;
import lazurite.governance.role.Permissions;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Where commands come in, and where what follows from time alone is done. A command is checked, logged, proven by its
 * receipt under the pinned policy, and only then acted upon; what is acted upon is what the log says, never what was
 * asked for.
 *
 * <p>Concurrency: any thread; commands are taken one by one. A thread of its own follows the log and the clock.
 */
public final class Office implements Recorder {
    /** How far an entry's time may be off: what is older was sent, or held back, earlier. */
    public static final long TIME_OFF_MAX = TimeUnit.MINUTES.toMillis(5);

    private static final System.Logger LOG = System.getLogger(Office.class.getName());
    private static final String SERVER = "server";
    private static final int PAGE = 1_000;
    private static final long TICK_MILLIS = TimeUnit.SECONDS.toMillis(15);

    private final Parts parts;
    private final Register register;
    private final Prover prover;
    private final Admission admission;
    private final Duties duties;
    private final RefusedCommands refused;
    private final ReentrantLock desk = new ReentrantLock();
    private final Thread thread;
    private long next = Long.MIN_VALUE;
    private volatile boolean closed;

    /**
     * What an office works with.
     *
     * @param register empty; the office takes the log into it
     * @param policy pinned: under which receipts have to hold
     * @param now milliseconds since 1970, never going back while the process runs
     */
    public record Parts(
            Ledger ledger,
            Register register,
            Documents documents,
            Policy policy,
            Quorum quorum,
            Permissions permissions,
            Declarations declarations,
            Effects effects,
            LongSupplier now,
            Platform platform) {}

    /** Reads the log. Nothing is acted upon before {@link #start}. */
    public Office(Parts parts) {
        this.parts = parts;
        this.register = parts.register();
        this.prover = new Prover(parts.ledger(), parts.policy());
        this.admission = new Admission(register, parts);
        this.duties = new Duties(register, parts.documents(), parts.quorum(), parts.effects());
        this.refused = new RefusedCommands(parts.now());
        this.thread = parts.platform().virtualThreads().newThread(this::run);
        follow();
    }

    /** Starts to follow the log and the clock. What stands is in effect when this returns. */
    public void start() {
        enforce();
        turn();
        thread.start();
    }

    /** What stands. */
    public Register register() {
        return register;
    }

    public Ledger ledger() {
        return parts.ledger();
    }

    public Documents documents() {
        return parts.documents();
    }

    /** The key that the subscription declared; null if it did not. */
    public @Nullable PublicKey customerKey(String pseudonym) {
        return new Signatures(register, parts.documents()).customerKey(pseudonym);
    }

    /**
     * Takes a command. When this returns it is in the log, proven, and in effect at every front end of the process.
     * Handing in the newest command of its stream once more is answered as the first time.
     *
     * @throws RefusedException if it may not be given, makes no sense, or is in no proper form
     * @throws StorageException if the log took it not; it may be in it all the same, which handing it in again tells
     */
    public Accepted submit(Command command) {
        return submit(command, false);
    }

    /** As {@link #submit}, of the first roster, by who runs the server: nobody else could vouch for it. */
    public Accepted install(Command roster) {
        return submit(roster, true);
    }

    private Accepted submit(Command command, boolean installing) {
        desk.lock();
        try {
            Entry entry = command.entry();
            Appended last = last(entry.stream());
            if (last == null || !last.entry().equals(entry)) {
                last = take(command, installing);
            }
            follow();
            enforce();
            act();
            return new Accepted(entry, prover.prove(last.index(), entry.bytes()));
        } finally {
            desk.unlock();
        }
    }

    private Appended take(Command command, boolean installing) {
        Entry entry = command.entry();
        Event event = Event.of(entry);
        Admission.Stage stage = Admission.Stage.start();
        try {
            admission.check(command, event, installing, stage);
            command.confidential().forEach(document -> parts.documents().put(document, false));
            command.open().forEach(document -> parts.documents().put(document, true));
            Opening opening = command.opening();
            if (opening != null) {
                parts.documents().keep(opening);
            }
            stage.reached("place");
            return join(parts.ledger().append(entry));
        } catch (RefusedException no) {
            refused.of(entry, stage).ifPresent(this::tell);
            throw no;
        }
    }

    @Override
    public Appended record(Event event, @Nullable Opening opening, @Nullable StreamPosition place) {
        if (opening != null) {
            parts.documents().keep(opening);
        }
        Draft draft = event.draft(parts.now().getAsLong(), SERVER, opening == null ? null : opening.commitment());
        Ledger ledger = parts.ledger();
        Appended appended = join(place == null ? ledger.append(draft) : ledger.append(draft.at(place)));
        follow();
        return appended;
    }

    /**
     * Where the stream's next entry stands. What stands ({@link #register}) has come at least as far when this returns, so
     * that who reads it then has read all that is in front of that place.
     *
     * @throws StorageException if the log cannot be read, or has not published the entry in front of it
     */
    public StreamPosition next(String stream) {
        desk.lock();
        try {
            Appended last = last(stream);
            return last == null ? StreamPosition.FIRST : last.entry().next();
        } finally {
            desk.unlock();
        }
    }

    /**
     * The stream's last entry, which has been taken in. One that is in the log and not published yet is handed in again,
     * which waits for that.
     */
    private @Nullable Appended last(String stream) {
        while (true) {
            Appended last = parts.ledger().last(stream);
            if (last == null || last.index() < next) {
                return last;
            }
            try {
                join(parts.ledger().append(last.entry()));
            } catch (RefusedException goneOn) {
                LOG.log(Level.DEBUG, "the stream {0} goes on meanwhile: {1}", stream, goneOn.getMessage());
            }
            follow();
        }
    }

    /** Takes in what is published and not taken in yet. */
    private void follow() {
        desk.lock();
        try {
            Note published = parts.ledger().checkpoint();
            long size =
                    published == null ? 0 : Checkpoint.parse(published.text()).size();
            next = Math.max(next, parts.ledger().first());
            while (next < size) {
                List<byte[]> page = parts.ledger().entries(next, (int) Math.min(PAGE, size - next));
                for (byte[] entry : page) {
                    takeIn(next, entry);
                    next++;
                }
            }
        } finally {
            desk.unlock();
        }
    }

    /**
     * An entry of a holder counts only with a receipt, one of an older log by the root that this one cites of it, which
     * was made of those entries when the log was opened; one that is not understood counts for nothing.
     */
    private void takeIn(long index, byte[] bytes) {
        try {
            Logged logged = Logged.read(index, parts.ledger().firstOf(index), bytes);
            if (index >= 0 && logged.entry().signature() != null) {
                prover.prove(index, bytes);
            }
            register.apply(logged);
        } catch (RefusedException unknown) {
            LOG.log(
                    Level.WARNING,
                    "the log's entry {0} is not acted upon: {1}",
                    Long.toString(index),
                    unknown.getMessage());
        }
    }

    /** Writes down what is due, and puts in force what follows from it, until nothing is due. */
    private void act() {
        desk.lock();
        try {
            List<Event> due = duties.due(parts.now().getAsLong());
            while (!due.isEmpty()) {
                due.forEach(event -> record(event, null));
                follow();
                enforce();
                List<Event> more = duties.due(parts.now().getAsLong());
                if (more.equals(due)) {
                    LOG.log(Level.ERROR, "what was written down is due still: {0}", due);
                    return;
                }
                due = more;
            }
        } catch (StorageException | RefusedException notNow) {
            LOG.log(Level.WARNING, "the ledger does not take what is due; it is tried again", notNow);
        } finally {
            desk.unlock();
        }
    }

    /** Does something while no command is being taken. */
    public void apart(Runnable work) {
        desk.lock();
        try {
            work.run();
        } finally {
            desk.unlock();
        }
    }

    /** Puts in force what stands. */
    private void enforce() {
        desk.lock();
        try {
            parts.declarations().follow();
            parts.effects().act(inForce(), open());
        } finally {
            desk.unlock();
        }
    }

    private List<Effects.InForce> inForce() {
        long now = parts.now().getAsLong();
        List<Effects.InForce> orders = new ArrayList<>();
        for (CaseFile file : register.cases()) {
            for (Order order : file.orders()) {
                if (order.end() != null) {
                    continue;
                }
                boolean quorum = parts.quorum().covers(order.index());
                long moment = Math.max(now, register.latestSince(order.index()));
                if (order.acts(quorum, moment) && !Duties.isGranted(file, order)) {
                    order.order()
                            .levels()
                            .forEach((service, level) -> orders.add(new Effects.InForce(
                                    file.subscription(), service, level, file.id(), order.deadline(quorum))));
                }
            }
        }
        return orders;
    }

    /** Offers that are not over. */
    private List<Offer> open() {
        return register.cases().stream()
                .flatMap(file -> file.offers().stream())
                .filter(offer -> !offer.served())
                .toList();
    }

    private void tell(Event event) {
        try {
            record(event, null);
        } catch (StorageException | RefusedException notNow) {
            LOG.log(Level.WARNING, "the ledger did not take that a command was refused", notNow);
        }
    }

    private void run() {
        while (!closed) {
            OptionalLong moment = duties.next(parts.now().getAsLong());
            long wait = moment.isEmpty()
                    ? TICK_MILLIS
                    : Math.clamp(moment.getAsLong() - parts.now().getAsLong(), 1, TICK_MILLIS);
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(wait));
            if (!closed) {
                turn();
            }
        }
    }

    /** Follows the log and the clock now. */
    void turn() {
        try {
            follow();
            enforce();
            act();
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "the office cannot follow the ledger; it is tried again", failed);
        }
    }

    private static Appended join(CompletableFuture<Appended> appending) {
        try {
            return appending.join();
        } catch (CompletionException failed) {
            throw switch (failed.getCause()) {
                case RefusedException refusal -> refusal;
                case StorageException failure -> failure.again();
                case null, default ->
                    new StorageException(
                            ErrorCode.InternalError,
                            "The ledger failed.",
                            Objects.requireNonNullElse(failed.getCause(), failed));
            };
        }
    }

    /** Ends its thread; what is in force stays in force. */
    public void stop() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
