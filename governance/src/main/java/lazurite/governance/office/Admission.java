package lazurite.governance.office;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lazurite.governance.document.Documents;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LockboxEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.register.Appeal;
import lazurite.governance.register.CaseFile;
import lazurite.governance.register.Decided;
import lazurite.governance.register.Order;
import lazurite.governance.register.Register;
import lazurite.governance.role.Permissions;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/** Everything that is asked of a command before it is logged. */
record Admission(Register register, Office.Parts parts) {

    /** How far a command has come: tells why it was refused, and whether a known key had signed it. */
    static final class Stage {
        private String reason = "signature";

        private Stage() {}

        static Stage start() {
            return new Stage();
        }

        void reached(String next) {
            reason = next;
        }

        /** Whether a known key signed the command. */
        boolean isSigned() {
            return !reason.equals("signature");
        }

        /** A tag for what was asked when it was refused. */
        String reason() {
            return reason;
        }
    }

    /** Refuses what may not be done. */
    void check(Command command, Event event, boolean installing, Stage stage) {
        Entry entry = command.entry();
        if (event instanceof RosterEvent next) {
            RosterEvent before = register.roster();
            require(
                    (before == null) == installing,
                    installing
                            ? "There is a roster already; two of its holders change it."
                            : "The first roster is installed by who runs the server: 'lazurite roster install'.");
            signatures().roster(entry, next, before);
            stage.reached("time");
            time(entry);
            return;
        }
        Signatures.Signer signer = signatures().signer(entry, event);
        stage.reached("time");
        time(entry);
        stage.reached("role");
        switch (signer) {
            case Signatures.Signer.OfRoster(Holder holder) ->
                allow(
                        parts.permissions().permits(question(holder, event)),
                        "The roles of '" + holder.name() + "' do not allow "
                                + event.type().wire() + " here.");
            case Signatures.Signer.Customer _ -> {
                // its own step, as the signature shows
            }
        }
        if (event instanceof LockboxEvent.Approved || event instanceof LockboxEvent.Denied) {
            allow(signer instanceof Signatures.Signer.Customer, "Access is approved or denied by the customer's key.");
        }
        stage.reached("rules");
        new Rules(register, parts.now().getAsLong(), parts.quorum().needed()).check(event);
        if (event instanceof MeterEvent.Disputed disputed) {
            disputable(disputed);
        }
        stage.reached("documents");
        documents(command, event);
        stage.reached("place");
        place(entry);
        if (event instanceof SubscriptionEvent declared) {
            stage.reached("declaration");
            parts.declarations().check(declared, command.opening());
        }
    }

    private Signatures signatures() {
        return new Signatures(register, parts.documents());
    }

    private void time(Entry entry) {
        require(
                Math.abs(entry.time() - parts.now().getAsLong()) <= Office.TIME_OFF_MAX,
                "The entry's time is more than five minutes from the server's; make it anew.");
    }

    /** What is disputed is a day's own entry: outsiders take anything else for a broken log, and a report for no day. */
    private void disputable(MeterEvent.Disputed disputed) {
        long index = disputed.disputes();
        List<byte[]> found = parts.ledger().entries(index, 1);
        require(
                !found.isEmpty()
                        && Logged.read(index, parts.ledger().firstOf(index), found.getFirst())
                                        .event()
                                instanceof MeterEvent.Daily daily
                        && daily.subscription().equals(disputed.subscription())
                        && daily.day().equals(disputed.day()),
                "Entry " + index + " is not what the subscription used on " + disputed.day() + " (meter.daily).");
    }

    /** Before what was read for that place is judged as it stands at another. */
    private void place(Entry entry) {
        StreamPosition next = parts.ledger().stream(entry.stream());
        if (!next.equals(new StreamPosition(entry.seq(), entry.previous()))) {
            throw RefusedException.placeTaken(next.seq());
        }
    }

    private Permissions.Question question(Holder holder, Event event) {
        Set<String> deciders = new HashSet<>();
        Set<String> orderers = new HashSet<>();
        boolean emergency = false;
        switch (event) {
            case OrderEvent.Ordered order -> {
                emergency = order.isEmergency();
                involve(file(order.id()), order.decision(), deciders, orderers);
            }
            case CaseEvent.Renewed renewed -> involve(file(renewed.id()), renewed.decision(), deciders, orderers);
            case CaseEvent.Decision decision -> involve(file(decision.id()), decision.order(), deciders, orderers);
            case AppealEvent.Decided decided -> {
                CaseFile file = file(decided.id());
                Appeal appeal = file == null ? null : file.appeal(decided.appeal());
                involve(file, appeal == null ? null : appeal.against(), deciders, orderers);
            }
            default -> {
                // not about what another holder did
            }
        }
        return new Permissions.Question(holder, event.type(), emergency, deciders, orderers);
    }

    /** Who took the decision, or gave the order, at that index, and who gave the orders that belong to it. */
    private static void involve(
            @Nullable CaseFile file, @Nullable Long index, Set<String> deciders, Set<String> orderers) {
        if (file == null) {
            return;
        }
        Decided decided = file.decision(index);
        if (decided != null) {
            deciders.add(decided.by());
            file.ordersOf(decided).forEach(order -> orderers.add(order.by()));
        }
        Order order = file.order(index);
        if (order != null) {
            orderers.add(order.by());
        }
    }

    private @Nullable CaseFile file(String id) {
        return register.caseFile(id);
    }

    private void documents(Command command, Event event) {
        Mentions mentions = Mentions.of(event);
        Set<Hash> handedIn = new HashSet<>();
        for (byte[] document : mentions.open() ? command.open() : command.confidential()) {
            handedIn.add(Hash.sha256(document));
        }
        for (Hash hash : mentions.all()) {
            require(
                    handedIn.contains(hash) || isKept(hash, mentions.open()),
                    "The document " + hash + " was neither handed in with the command nor before.");
        }
        List<byte[]> others = mentions.open() ? command.confidential() : command.open();
        require(
                others.isEmpty() && mentions.all().containsAll(handedIn),
                "A document was handed in that the entry does not name, or as "
                        + (mentions.open() ? "confidential" : "open") + ".");
        opening(command, event);
    }

    private boolean isKept(Hash hash, boolean openly) {
        return parts.documents().find(hash) instanceof Documents.Found.Present(byte[] _, boolean open)
                && (open || !openly);
    }

    private static void opening(Command command, Event event) {
        Hash commitment = command.entry().commitment();
        Opening opening = command.opening();
        require(
                commitment == null
                        ? opening == null
                        : opening != null && opening.commitment().equals(commitment),
                "The command's opening is not what its entry commits to.");
        if (event instanceof LegalEvent.Sealed) {
            require(
                    opening != null && opening.content() instanceof Json.Fields,
                    "A sealed demand commits to its terms.");
            if (opening != null && opening.content() instanceof Json.Fields terms) {
                LegalEvent.Terms.read(terms);
            }
        }
    }

    /** Refuses whom it is not given to. */
    private static void allow(boolean holds, String otherwise) {
        if (!holds) {
            throw RefusedException.notAllowed(otherwise);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new RefusedException(otherwise);
        }
    }
}
