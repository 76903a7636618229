package lazurite.server.desk;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.governance.document.SaltedDocument;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.ledger.tree.Hash;
import lazurite.server.config.ConfigException;

/** Signals, cases, appeals and offers of export. */
final class CaseDeeds {
    static final String DOCUMENT = "--document";
    static final String MEDIA_TYPE = "--media-type";
    static final String UNTIL = "--until";
    static final String SERVICES = "--services";
    static final String LEVELS = "--levels";
    static final String SUB = "--sub";

    private static final String STATE = "--state";
    private static final String SIGNALS = "--signals";
    private static final String SOURCE = "--source";
    private static final String REASON = "--reason";
    private static final String OUTCOME = "--outcome";
    private static final String NOTICE = "--notice";
    private static final String DECISION = "--decision";
    private static final String APPEAL = "--appeal";
    private static final String AGAINST = "--against";
    private static final String FROM = "--from";
    private static final List<String> CASE = List.of("the case's id");

    private CaseDeeds() {}

    static List<Deed> all() {
        return List.of(
                new Deed("signal list", List.of(), Set.of(STATE), CaseDeeds::signals),
                new Deed(
                        "signal dismiss",
                        List.of("the signal's index"),
                        Set.of(SUB, REASON, DOCUMENT, MEDIA_TYPE),
                        CaseDeeds::dismiss),
                new Deed(
                        "case list",
                        List.of(),
                        Set.of(),
                        (given, desk) -> Showing.cases(desk.get("/cases"), given, desk)),
                new Deed(
                        "case show",
                        CASE,
                        Set.of(),
                        (given, desk) -> Showing.caseFile(CaseView.of(given, desk), given, desk)),
                new Deed("case open", CASE, Set.of(SUB, SERVICES, SIGNALS, SOURCE), CaseDeeds::open),
                new Deed("case evidence", CASE, Set.of(DOCUMENT, MEDIA_TYPE), (given, desk) -> {
                    SaltedDocument document = salted(given, desk);
                    submit(given, desk, new CaseEvent.Evidence(given.id(), hash(document)), document);
                }),
                new Deed("case notice", CASE, Set.of(DOCUMENT, MEDIA_TYPE, "--reply-until"), (given, desk) -> {
                    SaltedDocument document = salted(given, desk);
                    submit(
                            given,
                            desk,
                            new CaseEvent.Notice(given.id(), hash(document), given.time("--reply-until")),
                            document);
                }),
                new Deed("case reply", CASE, Set.of(DOCUMENT, MEDIA_TYPE), (given, desk) -> {
                    SaltedDocument document = salted(given, desk);
                    submit(given, desk, new CaseEvent.Reply(given.id(), hash(document)), document);
                }),
                new Deed(
                        "case decide",
                        CASE,
                        Reasons.with(OUTCOME, Reasons.CLAUSE, NOTICE, LEVELS, UNTIL, Reasons.FACTS),
                        CaseDeeds::decide),
                new Deed("case renew", CASE, Reasons.with(DECISION, UNTIL), CaseDeeds::renew),
                new Deed("appeal file", CASE, Set.of(AGAINST, DOCUMENT, MEDIA_TYPE), (given, desk) -> {
                    SaltedDocument document = salted(given, desk);
                    submit(
                            given,
                            desk,
                            new AppealEvent.Filed(given.id(), given.index(AGAINST), hash(document)),
                            document);
                }),
                new Deed("appeal decide", CASE, Reasons.with(APPEAL, OUTCOME), CaseDeeds::decideAppeal),
                new Deed("export offer", CASE, Set.of(SERVICES, FROM, UNTIL), CaseDeeds::offer));
    }

    private static void signals(Given given, Desk desk) throws IOException {
        String state = given.textOr(STATE, "open");
        if (!state.equals("open") && !state.equals("all")) {
            throw new ConfigException(STATE + ": expected open or all, found '" + state + "'");
        }
        Showing.signals(desk.get(state.equals("open") ? "/signals?state=open" : "/signals"), given, desk);
    }

    private static void dismiss(Given given, Desk desk) throws IOException {
        SaltedDocument document = salted(given, desk);
        SignalEvent.Dismissed dismissed = new SignalEvent.Dismissed(
                given.tag(SUB),
                given.operandIndex("the signal's index"),
                given.choice(REASON, SignalEvent.Reason.values()),
                hash(document));
        desk.submit(dismissed, null, List.of(document.bytes()), List.of());
    }

    private static void open(Given given, Desk desk) throws IOException {
        CaseEvent.Opened opened = new CaseEvent.Opened(
                given.id(),
                given.tag(SUB),
                given.services(SERVICES),
                given.indices(SIGNALS),
                given.choice(SOURCE, CaseEvent.Source.values()));
        desk.submit(opened, null, List.of(), List.of());
    }

    private static void decide(Given given, Desk desk) throws IOException {
        CaseEvent.Outcome outcome = given.choice(OUTCOME, CaseEvent.Outcome.values());
        if (outcome == CaseEvent.Outcome.RATIFY) {
            throw new ConfigException(OUTCOME + ": an order is ratified by 'lazurite enforce ratify'");
        }
        boolean restricts = outcome == CaseEvent.Outcome.RESTRICT;
        CaseView file = CaseView.of(given, desk);
        Reasons reasons =
                Reasons.of(given, desk, file, given.tag(Reasons.CLAUSE), file.terms(desk), given.hashes(Reasons.FACTS));
        long until = restricts ? given.time(UNTIL) : 0;
        byte[] statement = reasons.statement(until);
        CaseEvent.Decision decision = new CaseEvent.Decision(
                given.id(),
                outcome,
                reasons.clause(),
                reasons.terms(),
                restricts ? Long.valueOf(given.index(NOTICE)) : null,
                null,
                restricts ? given.levels(LEVELS) : Map.of(),
                until,
                reasons.facts(),
                Hash.sha256(statement),
                false);
        desk.submit(decision, null, List.of(statement), List.of());
    }

    private static void renew(Given given, Desk desk) throws IOException {
        CaseView file = CaseView.of(given, desk);
        long index = given.index(DECISION);
        CaseEvent.Decision decision = file.decision(index);
        Reasons reasons = Reasons.of(given, desk, file, decision.clause(), decision.terms(), decision.facts());
        byte[] statement = reasons.statement(given.time(UNTIL));
        desk.submit(
                new CaseEvent.Renewed(given.id(), index, given.time(UNTIL), Hash.sha256(statement)),
                null,
                List.of(statement),
                List.of());
    }

    private static void decideAppeal(Given given, Desk desk) throws IOException {
        CaseView file = CaseView.of(given, desk);
        long index = given.index(APPEAL);
        CaseView.Basis basis = file.basis(file.appeal(index).against());
        Reasons reasons = Reasons.of(given, desk, file, basis.clause(), basis.terms(), basis.facts());
        byte[] statement = reasons.statement(0);
        AppealEvent.Decided decided = new AppealEvent.Decided(
                given.id(), index, given.choice(OUTCOME, AppealEvent.Outcome.values()), Hash.sha256(statement));
        desk.submit(decided, null, List.of(statement), List.of());
    }

    private static void offer(Given given, Desk desk) throws IOException {
        CaseView file = CaseView.of(given, desk);
        ExportEvent.Offered offered = new ExportEvent.Offered(
                given.id(),
                file.subscription(),
                given.services(SERVICES),
                given.timeOr(FROM, given.now()),
                given.time(UNTIL));
        desk.submit(offered, null, List.of(), List.of());
    }

    /** The file that {@code --document} names, with a fresh salt. */
    static SaltedDocument salted(Given given, Desk desk) throws IOException {
        return SaltedDocument.fresh(
                given.textOr(MEDIA_TYPE, "application/octet-stream"),
                given.file(DOCUMENT, SaltedDocument.CONTENT_BYTES_MAX),
                desk.random());
    }

    private static Hash hash(SaltedDocument document) {
        return Hash.sha256(document.bytes());
    }

    private static void submit(Given given, Desk desk, Event event, SaltedDocument document) throws IOException {
        desk.submit(event, null, List.of(document.bytes()), List.of());
        if (!given.has(Desk.JSON)) {
            desk.out().println("its document is " + hash(document));
        }
    }
}
