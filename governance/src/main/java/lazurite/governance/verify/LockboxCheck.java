package lazurite.governance.verify;

import java.util.HashMap;
import java.util.Map;
import lazurite.governance.event.LockboxEvent;
import org.jspecify.annotations.Nullable;

/** I9: a look at data has a request, the customer's own approval, and a time for which both hold. */
final class LockboxCheck implements Check {
    private enum State {
        REQUESTED,
        APPROVED,
        DENIED,
        CLOSED
    }

    private static final class Request {
        final long index;
        final LockboxEvent.Requested requested;
        State state = State.REQUESTED;

        Request(long index, LockboxEvent.Requested requested) {
            this.index = index;
            this.requested = requested;
        }
    }

    private final Map<String, Request> requests = new HashMap<>();
    private final Findings findings = new Findings(Invariant.I9);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I9;
    }

    @Override
    public void see(Step step) {
        if (!(step.logged().event() instanceof LockboxEvent event)) {
            return;
        }
        Request known = requests.get(event.id());
        switch (event) {
            case LockboxEvent.Requested requested -> {
                findings.require(known == null, step.place(), "There is a request of this name already.");
                requests.putIfAbsent(event.id(), new Request(step.logged().index(), requested));
            }
            case LockboxEvent.Approved approved -> answer(step, known, approved.request(), State.APPROVED);
            case LockboxEvent.Denied denied -> answer(step, known, denied.request(), State.DENIED);
            case LockboxEvent.Used used -> used(step, known, used.request());
            case LockboxEvent.Closed closed -> {
                if (is(step, known, closed.request()) && known != null) {
                    findings.require(known.state == State.APPROVED, step.place(), "It ends what was not approved.");
                    known.state = State.CLOSED;
                }
            }
        }
    }

    private void answer(Step step, @Nullable Request known, long request, State answer) {
        if (is(step, known, request) && known != null) {
            findings.require(known.state == State.REQUESTED, step.place(), "The request was answered already.");
            findings.require(
                    step.logged().actor().equals(known.requested.subscription()),
                    step.place(),
                    "Another one than the customer answered the request.");
            known.state = answer;
        }
    }

    private void used(Step step, @Nullable Request known, long request) {
        if (is(step, known, request) && known != null) {
            findings.require(
                    known.state == State.APPROVED, step.place(), "Data was looked at without an approval that holds.");
            findings.require(
                    step.time() + Silences.HOUR >= known.requested.from() && step.time() < known.requested.until(),
                    step.place(),
                    "Data was looked at outside of the time that was asked for.");
        }
    }

    private boolean is(Step step, @Nullable Request known, long request) {
        boolean is = known != null && known.index == request;
        findings.require(is, step.place(), "It is about entry " + request + ", which is not its request.");
        return is;
    }

    @Override
    public void end(End end) {
        // a request may wait for ever
    }
}
