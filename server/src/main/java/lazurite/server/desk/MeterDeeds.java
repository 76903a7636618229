package lazurite.server.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lazurite.governance.document.SaltedDocument;
import lazurite.governance.event.Event;
import lazurite.governance.event.MeterEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Hash;
import lazurite.server.config.ConfigException;

/** The daily meters of subscriptions: their opening, its check by who has it, and a dispute. */
final class MeterDeeds {
    private static final String VKEY = "--vkey";
    private static final String POLICY = "--policy";
    private static final String METERS = "--meters";
    private static final int OPENING_BYTES_MAX = 4 << 20;
    private static final List<String> SUB_AND_DAY = List.of("the subscription's pseudonym", "the day");

    private MeterDeeds() {}

    static List<Deed> all() {
        return List.of(
                new Deed(
                        "meter opening",
                        SUB_AND_DAY,
                        Set.of(),
                        (given, desk) -> desk.out().println(Desk.text(opening(given, desk)))),
                new Deed(
                        "meter verify-opening",
                        List.of("the file of the opening"),
                        Set.of(VKEY, POLICY),
                        MeterDeeds::verify),
                new Deed(
                        "meter dispute",
                        SUB_AND_DAY,
                        Set.of(CaseDeeds.DOCUMENT, CaseDeeds.MEDIA_TYPE),
                        MeterDeeds::dispute),
                new Deed("meter correct", SUB_AND_DAY, Set.of(METERS), (given, desk) -> {
                    byte[] meters = given.file(METERS, OPENING_BYTES_MAX);
                    String day = given.arguments().operands().get(1);
                    desk.work(
                            "/meters/" + Desk.encoded(given.id()) + "/" + Desk.encoded(day) + "/corrections",
                            new FieldWriter()
                                    .json("meters", Json.parse(meters, OPENING_BYTES_MAX))
                                    .done());
                }));
    }

    private static Json.Fields opening(Given given, Desk desk) throws IOException {
        List<String> operands = given.arguments().operands();
        return desk.getSigned("/meters/" + Desk.encoded(given.id()) + "/" + Desk.encoded(operands.get(1)));
    }

    private static void dispute(Given given, Desk desk) throws IOException {
        long index = new FieldReader(opening(given, desk)).number("index");
        SaltedDocument document = CaseDeeds.salted(given, desk);
        MeterEvent.Disputed disputed = new MeterEvent.Disputed(
                given.id(), given.arguments().operands().get(1), index, Hash.sha256(document.bytes()));
        desk.submit(disputed, null, List.of(document.bytes()), List.of());
    }

    /** Asks nobody: the file, the log's key and arithmetic. */
    private static void verify(Given given, Desk desk) throws IOException {
        String file = given.arguments().operands().getFirst();
        Policy policy = policy(given);
        try {
            FieldReader in = FieldReader.of(
                    Json.parse(Given.content(given.command(), file, OPENING_BYTES_MAX), OPENING_BYTES_MAX));
            List<String> lines = new ArrayList<>();
            lines.add(holds(in, policy));
            if (in.has("corrections")) {
                lines.addAll(in.items("corrections", item -> correction(FieldReader.of(item), policy)));
            }
            lines.forEach(desk.out()::println);
        } catch (RefusedException broken) {
            throw new IOException(file + " does not hold: " + broken.getMessage(), broken);
        }
    }

    /** A line of what the entry means; refuses what does not hold. */
    private static String holds(FieldReader in, Policy policy) {
        Entry entry = Entry.parse(in.fields("entry").canonical());
        Receipt receipt = Receipt.parse(in.text("receipt").getBytes(StandardCharsets.UTF_8));
        receipt.verify(entry.bytes(), policy);
        FieldReader shown = new FieldReader(in.fields("opening"));
        Opening opening = new Opening(Hash.parseHex(shown.text("salt")).bytes(), shown.fields("content"));
        if (!Objects.equals(entry.commitment(), opening.commitment())) {
            throw new RefusedException("The entry does not commit to this opening.");
        }
        return "holds: entry " + receipt.index() + ", " + Event.of(entry).type().wire() + ", means "
                + Desk.text(opening.content());
    }

    private static String correction(FieldReader in, Policy policy) {
        return in.has("opening")
                ? holds(in, policy)
                : "not checked: the correction at entry " + in.number("index") + ", whose opening was destroyed";
    }

    private static Policy policy(Given given) throws IOException {
        String vkey = given.find(VKEY);
        if ((vkey == null) == (given.find(POLICY) == null)) {
            throw new ConfigException(VKEY + ": the log's key, or a policy file with " + POLICY + ", is required");
        }
        byte[] text = vkey == null
                ? given.file(POLICY, OPENING_BYTES_MAX)
                : ("log " + vkey + "\nquorum none\n").getBytes(StandardCharsets.UTF_8);
        try {
            return Policy.parse(text);
        } catch (RefusedException wrong) {
            throw new ConfigException((vkey == null ? POLICY : VKEY) + ": " + wrong.getMessage());
        }
    }
}
