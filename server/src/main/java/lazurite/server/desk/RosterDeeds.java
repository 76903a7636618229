package lazurite.server.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lazurite.governance.event.Event;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.server.config.ConfigException;
import lazurite.server.operator.ControlToken;
import lazurite.terms.use.Tag;

/** {@code operator key} and {@code roster}: who holds which role. A roster is proposed, approved by another, and set. */
final class RosterDeeds {
    private static final String HOLDER = "--holder";
    private static final String DATA = "--data";
    private static final int PROPOSAL_BYTES_MAX = 1 << 20;
    private static final List<String> PROPOSAL = List.of("the file of the proposal");

    private RosterDeeds() {}

    static List<Deed> all() {
        return List.of(
                new Deed("operator key", List.of("the file to write"), Set.of(), RosterDeeds::key),
                new Deed(
                        "roster show",
                        List.of(),
                        Set.of(),
                        (given, desk) -> Showing.roster(desk.get("/roster"), given, desk)),
                new Deed("roster propose", PROPOSAL, Set.of(HOLDER), RosterDeeds::propose),
                new Deed("roster approve", PROPOSAL, Set.of(), RosterDeeds::approve),
                new Deed("roster set", PROPOSAL, Set.of(), (given, desk) -> desk.submit(entry(given, desk))),
                new Deed("roster install", PROPOSAL, Set.of(DATA), RosterDeeds::install));
    }

    /** A proposal: holders for the place behind the roster in force, and who has approved them. */
    private record Proposal(List<Holder> holders, StreamPosition at, String approver, String approval) {
        static Proposal read(Given given) throws IOException {
            byte[] bytes =
                    Given.content(given.command(), given.arguments().operands().getFirst(), PROPOSAL_BYTES_MAX);
            FieldReader in = FieldReader.of(Json.parse(bytes, PROPOSAL_BYTES_MAX));
            StreamPosition at = new StreamPosition(in.number("seq"), in.hashOrNull("prev"));
            String approver = in.has("approver") ? in.text("approver") : "";
            String approval = in.has("approval") ? in.text("approval") : "";
            List<Holder> holders = in.items("holders", RosterDeeds::holder);
            in.requireNoMore();
            return new Proposal(holders, at, approver, approval);
        }

        void write(Path file) throws IOException {
            FieldWriter out = new FieldWriter()
                    .json(
                            "holders",
                            new RosterEvent(holders, "nobody", "").open().get("holders"))
                    .number("seq", at.seq())
                    .hash("prev", at.previous());
            if (!approver.isEmpty()) {
                out.text("approver", approver).text("approval", approval);
            }
            Files.writeString(file, Desk.text(out.done()) + "\n");
        }
    }

    private static void key(Given given, Desk desk) throws IOException {
        Path file = Path.of(given.arguments().operands().getFirst());
        ActorKey made = ActorKey.make(file, given.tag(Desk.AS), desk.random());
        desk.out().println(made.name() + " " + made.publicText());
    }

    /** Holders as {@code name:role+role:key}, separated by commas. */
    private static void propose(Given given, Desk desk) throws IOException {
        List<Holder> holders = new ArrayList<>();
        for (String item : given.text(HOLDER).split(",", -1)) {
            String[] parts = item.split(":", -1);
            if (parts.length != 3 || !Tag.is(parts[0])) {
                throw new ConfigException(
                        HOLDER + ": expected name:role+role:key, separated by commas, found '" + item + "'");
            }
            Set<Role> roles = Set.copyOf(
                    Stream.of(parts[1].split("\\+", -1)).map(RosterDeeds::role).toList());
            holders.add(new Holder(parts[0], roles, parts[2]));
        }
        Path file = Path.of(given.arguments().operands().getFirst());
        FieldReader next = new FieldReader(new FieldReader(desk.get("/roster")).fields("next"));
        StreamPosition at = new StreamPosition(next.number("seq"), next.hashOrNull("prev"));
        new Proposal(holders, at, "", "").write(file);
        desk.out()
                .println("The proposal is in " + file + "; another holder approves it with 'lazurite roster approve'.");
    }

    private static void approve(Given given, Desk desk) throws IOException {
        Proposal proposal = Proposal.read(given);
        byte[] approval =
                KeyAlgorithm.ED25519.sign(desk.key().secret(), RosterEvent.approved(proposal.holders(), proposal.at()));
        Path file = Path.of(given.arguments().operands().getFirst());
        new Proposal(
                        proposal.holders(),
                        proposal.at(),
                        desk.key().name(),
                        Base64.getEncoder().encodeToString(approval))
                .write(file);
        desk.out().println(desk.key().name() + " approves the proposal in " + file + ".");
    }

    private static void install(Given given, Desk desk) throws IOException {
        ControlToken token = ControlToken.read(Path.of(given.textOr(DATA, "lazurite-data")));
        if (token == null) {
            throw new IOException("no server serves " + given.textOr(DATA, "lazurite-data")
                    + "; the first roster is installed while the server runs");
        }
        desk.install(entry(given, desk), token.header());
    }

    private static Entry entry(Given given, Desk desk) throws IOException {
        Proposal proposal = Proposal.read(given);
        if (proposal.approver().isEmpty()) {
            throw new ConfigException(
                    given.command() + ": nobody has approved the proposal yet; see 'lazurite roster approve'");
        }
        Event event = new RosterEvent(proposal.holders(), proposal.approver(), proposal.approval());
        return event.draft(given.now(), desk.key().name(), null)
                .at(desk.stream(RosterEvent.STREAM), desk.key().secret());
    }

    private static Holder holder(Json json) {
        FieldReader in = FieldReader.of(json);
        return new Holder(
                in.text("name"),
                Set.copyOf(in.texts("roles").stream().map(RosterDeeds::role).toList()),
                in.text("key"));
    }

    private static Role role(String label) {
        return Stream.of(Role.values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new ConfigException(HOLDER + ": expected roles such as reviewer+ratifier, of "
                        + String.join(
                                ", ", Stream.of(Role.values()).map(Role::label).toList()) + ", found '" + label
                        + "'"));
    }
}
