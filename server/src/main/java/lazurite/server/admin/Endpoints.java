package lazurite.server.admin;

import static lazurite.server.admin.Endpoint.Access.OPEN;
import static lazurite.server.admin.Endpoint.Access.OPEN_OR_SIGNED;
import static lazurite.server.admin.Endpoint.Access.SIGNED;
import static lazurite.server.admin.Endpoint.Access.TOKEN;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import lazurite.governance.office.Office;
import lazurite.governance.register.CaseFile;
import lazurite.governance.register.KnownSubscription;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Response;
import lazurite.ledger.Strict;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.tree.Hash;

/** Every endpoint of the admin API, once. */
final class Endpoints {
    private final Office office;
    private final Commands commands;
    private final Confidential confidential;
    private final Works works;

    private Endpoints(Office office, Books books) {
        this.office = office;
        this.commands = new Commands(office);
        this.confidential = new Confidential(office, books);
        this.works = new Works(office, books);
    }

    static List<Endpoint> of(Office office, Books books) {
        Endpoints all = new Endpoints(office, books);
        return List.of(
                new Endpoint("GET", "/openapi.yaml", OPEN, asked -> description()),
                new Endpoint("POST", "/commands", SIGNED, all.commands::submit),
                new Endpoint("POST", "/roster", TOKEN, all.commands::install),
                new Endpoint("GET", "/streams/{stream}", OPEN, all::stream),
                new Endpoint("GET", "/roster", OPEN, asked -> AdminHandler.json(200, Views.roster(office.register()))),
                new Endpoint("GET", "/terms", OPEN, asked -> AdminHandler.json(200, Views.terms(office.register()))),
                new Endpoint(
                        "GET", "/classes", OPEN, asked -> AdminHandler.json(200, Views.classes(books.publicClasses()))),
                new Endpoint(
                        "GET",
                        "/subscriptions",
                        OPEN,
                        asked -> AdminHandler.json(200, Views.subscriptions(office.register()))),
                new Endpoint("GET", "/subscriptions/{sub}", OPEN_OR_SIGNED, all::subscription),
                new Endpoint("GET", "/signals", OPEN, all::signals),
                new Endpoint("GET", "/cases", OPEN, asked -> AdminHandler.json(200, Views.cases(office.register()))),
                new Endpoint("GET", "/cases/{case}", OPEN, all::caseFile),
                new Endpoint("GET", "/orders", OPEN, asked -> AdminHandler.json(200, Views.orders(office.register()))),
                new Endpoint("GET", "/meters/{sub}/{day}", SIGNED, all.confidential::meter),
                new Endpoint("GET", "/openings/{index}", SIGNED, all.confidential::opening),
                new Endpoint("GET", "/documents/{sha256}", OPEN_OR_SIGNED, all.confidential::document),
                new Endpoint("POST", "/reports", SIGNED, all.works::report),
                new Endpoint("POST", "/accounts/{account}/changes", SIGNED, all.works::account),
                new Endpoint("POST", "/meters/{sub}/{day}/corrections", SIGNED, all.works::correction));
    }

    private Response stream(Asked asked) {
        StreamPosition next = office.next(asked.parameter("stream"));
        return AdminHandler.json(
                200,
                new FieldWriter()
                        .text("origin", office.ledger().settings().origin())
                        .number("seq", next.seq())
                        .hash("prev", next.previous())
                        .done());
    }

    private Response signals(Asked asked) {
        String query = asked.request().rawQuery();
        if (!query.isEmpty() && !query.equals("state=open")) {
            throw new AdminException(
                    AdminException.Problem.INVALID_REQUEST, "The query is 'state=open', or there is none.");
        }
        return AdminHandler.json(200, Views.signals(office.register(), !query.isEmpty()));
    }

    private Response caseFile(Asked asked) {
        CaseFile file = office.register().caseFile(asked.parameter("case"));
        if (file == null) {
            throw AdminException.notFound("There is no case '" + asked.parameter("case") + "'.");
        }
        return AdminHandler.json(200, Views.caseFile(file));
    }

    private Response subscription(Asked asked) {
        KnownSubscription known = office.register().subscription(asked.parameter("sub"));
        if (known == null) {
            throw AdminException.notFound("The log knows no subscription '" + asked.parameter("sub") + "'.");
        }
        Caller caller = asked.caller();
        boolean concerned =
                caller != null && (caller instanceof Caller.OfRoster || caller.isConcerned(known.pseudonym()));
        Hash identity = known.identity();
        return AdminHandler.json(
                200,
                Views.subscription(
                        known,
                        concerned && identity != null ? office.documents().opening(identity) : null));
    }

    /** Reads a place out of an address: in the log, or, below 0, in one that it goes on from. */
    static long index(String text) {
        return Strict.signed(text, "The index");
    }

    private static Response description() {
        try (InputStream in = Objects.requireNonNull(Endpoints.class.getResourceAsStream("openapi.yaml"))) {
            return new Response(200, new Headers().add("Content-Type", "application/yaml"), Body.of(in.readAllBytes()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
