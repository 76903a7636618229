package lazurite.server.desk;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import lazurite.governance.document.SaltedDocument;
import lazurite.governance.event.LockboxEvent;
import lazurite.ledger.tree.Hash;

/** {@code lockbox}: looks of the operator's people at a customer's data, step by step. */
final class LockboxDeeds {
    private static final String FROM = "--from";
    private static final String REQUEST = "--request";
    private static final List<String> LOCKBOX = List.of("the request's id");

    private LockboxDeeds() {}

    static List<Deed> all() {
        return List.of(
                new Deed(
                        "lockbox request",
                        LOCKBOX,
                        Set.of(CaseDeeds.SUB, CaseDeeds.DOCUMENT, CaseDeeds.MEDIA_TYPE, FROM, CaseDeeds.UNTIL),
                        LockboxDeeds::request),
                step("lockbox approve", LockboxEvent.Approved::new),
                step("lockbox deny", LockboxEvent.Denied::new),
                step("lockbox use", LockboxEvent.Used::new),
                step("lockbox close", LockboxEvent.Closed::new));
    }

    @FunctionalInterface
    private interface Making {
        LockboxEvent of(String id, long request);
    }

    private static Deed step(String words, Making making) {
        return new Deed(
                words,
                LOCKBOX,
                Set.of(REQUEST),
                (given, desk) -> desk.submit(making.of(given.id(), given.index(REQUEST)), null, List.of(), List.of()));
    }

    private static void request(Given given, Desk desk) throws IOException {
        SaltedDocument document = CaseDeeds.salted(given, desk);
        LockboxEvent.Requested requested = new LockboxEvent.Requested(
                given.id(),
                given.tag(CaseDeeds.SUB),
                Hash.sha256(document.bytes()),
                given.time(FROM),
                given.time(CaseDeeds.UNTIL));
        desk.submit(requested, null, List.of(document.bytes()), List.of());
    }
}
