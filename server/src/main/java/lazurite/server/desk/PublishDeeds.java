package lazurite.server.desk;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import lazurite.governance.document.Documents;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.tree.Hash;

/** {@code publish} and {@code legal}: pages, and demands of authorities. */
final class PublishDeeds {
    private static final String FILE = "--file";
    private static final String REASON = "--reason";
    private static final String KIND = "--kind";
    private static final String JURISDICTION = "--jurisdiction";
    private static final String RECEIVED = "--received";
    private static final String NOT_BEFORE = "--not-before";
    private static final List<String> PAGE = List.of("the page's name");
    private static final List<String> DEMAND = List.of("the demand's id");

    private PublishDeeds() {}

    static List<Deed> all() {
        Set<String> content = Set.of(FILE, CaseDeeds.MEDIA_TYPE);
        return List.of(
                new Deed(
                        "publish page",
                        PAGE,
                        content,
                        (given, desk) -> page(given, desk, PublicationEvent.Published::new)),
                new Deed(
                        "publish update",
                        PAGE,
                        content,
                        (given, desk) -> page(given, desk, PublicationEvent.Updated::new)),
                new Deed(
                        "publish restore",
                        PAGE,
                        content,
                        (given, desk) -> page(given, desk, PublicationEvent.Restored::new)),
                new Deed(
                        "publish withdraw",
                        PAGE,
                        Set.of(REASON),
                        (given, desk) -> desk.submit(
                                new PublicationEvent.Withdrawn(
                                        given.id(), given.choice(REASON, PublicationEvent.Reason.values())),
                                null,
                                List.of(),
                                List.of())),
                new Deed(
                        "legal demand",
                        DEMAND,
                        Set.of(KIND, JURISDICTION, RECEIVED),
                        (given, desk) -> desk.submit(
                                new LegalEvent.Demand(given.id(), terms(given)), null, List.of(), List.of())),
                new Deed(
                        "legal seal",
                        DEMAND,
                        Set.of(KIND, JURISDICTION, RECEIVED, NOT_BEFORE),
                        (given, desk) -> desk.submit(
                                new LegalEvent.Sealed(given.id(), given.time(NOT_BEFORE)),
                                Opening.fresh(terms(given).fields(), desk.random()),
                                List.of(),
                                List.of())));
    }

    @FunctionalInterface
    private interface Making {
        PublicationEvent of(String page, Hash sha256, String mediaType);
    }

    private static void page(Given given, Desk desk, Making making) throws IOException {
        byte[] bytes = given.file(FILE, Documents.BYTES_MAX);
        String mediaType = given.textOr(CaseDeeds.MEDIA_TYPE, "text/html; charset=utf-8");
        desk.submit(making.of(given.id(), Hash.sha256(bytes), mediaType), null, List.of(), List.of(bytes));
    }

    private static LegalEvent.Terms terms(Given given) {
        return new LegalEvent.Terms(
                given.choice(KIND, LegalEvent.Kind.values()), given.tag(JURISDICTION), given.day(RECEIVED));
    }
}
