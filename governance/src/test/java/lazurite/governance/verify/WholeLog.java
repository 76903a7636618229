package lazurite.governance.verify;

import static lazurite.governance.verify.Scene.BOARD;
import static lazurite.governance.verify.Scene.CUSTOMER;
import static lazurite.governance.verify.Scene.DAY;
import static lazurite.governance.verify.Scene.DOCUMENT;
import static lazurite.governance.verify.Scene.HOUR;
import static lazurite.governance.verify.Scene.OPERATOR;
import static lazurite.governance.verify.Scene.RATIFIER;
import static lazurite.governance.verify.Scene.REVIEWER;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LockboxEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.tree.Hash;
import lazurite.terms.meter.MeteredService;

/** A log in which every kind of entry stands, and all is as it should be. */
final class WholeLog {
    private WholeLog() {}

    static Scene scene() {
        Scene scene = Scene.begun();
        scene.server(new LogEvent.SoftwareRelease("1", DOCUMENT));
        scene.server(new TermsEvent.SignalCode(scene.termsIndex, Scene.CLAUSE, DOCUMENT, 1));
        pages(scene);
        demands(scene);
        signals(scene);
        cases(scene);
        lockbox(scene);
        scene.server(new LogEvent.CommandRefused(REVIEWER, EntryType.CASE_OPENED, DOCUMENT, "expired"));
        scene.server(new LogEvent.ReportPublished("2026-01-05", "2026-01-06", 3, DOCUMENT, DOCUMENT));
        scene.server(new SubscriptionEvent.Closed(CUSTOMER, scene.yesterday()));
        scene.metered.clear();
        commanded(scene);
        return scene;
    }

    private static void pages(Scene scene) {
        scene.signed(OPERATOR, new PublicationEvent.Published("findings", DOCUMENT, "text/html"));
        scene.signed(OPERATOR, new PublicationEvent.Withdrawn("findings", PublicationEvent.Reason.ERROR));
        scene.signed(OPERATOR, new PublicationEvent.Restored("findings", DOCUMENT, "text/html"));
        scene.signed(OPERATOR, new PublicationEvent.Updated("findings", DOCUMENT, "text/html"));
        scene.signed(OPERATOR, new PublicationEvent.Published("gone", DOCUMENT, "text/html"));
        scene.signed(OPERATOR, new PublicationEvent.Withdrawn("gone", PublicationEvent.Reason.COURT_ORDER));
    }

    private static void demands(Scene scene) {
        LegalEvent.Terms terms = new LegalEvent.Terms(LegalEvent.Kind.METADATA, "NL", "2026-01-04");
        scene.signed(OPERATOR, new LegalEvent.Demand("d-1", terms));
        Opening opening = new Opening(new byte[32], terms.fields());
        long sealed =
                scene.signed(OPERATOR, OPERATOR, new LegalEvent.Sealed("d-2", scene.now + HOUR), opening.commitment());
        scene.pass(HOUR);
        scene.server(new LegalEvent.Unsealed("d-2", sealed, opening.saltHex(), terms));
    }

    private static void signals(Scene scene) {
        scene.server(
                new SubscriptionEvent.Opened("s-2", scene.today(), null, List.of(MeteredService.BLOB), "2026-02-05"));
        scene.server(new SubscriptionEvent.PurposeChanged("s-2", scene.today(), null, List.of(MeteredService.CHAT)));
        String day = scene.today();
        scene.pass(DAY);
        MeterEvent.Mark mark = Scene.mark(scene.termsIndex);
        TreeMap<String, Long> bands = new TreeMap<>(Map.of("blob.UsedCapacity", 40L));
        long meter = scene.server(new MeterEvent.Daily("s-2", day, List.of(mark), "press", bands), DOCUMENT);
        scene.server(new MeterEvent.Corrected("s-2", day, meter), DOCUMENT);
        scene.signed("s-2", new MeterEvent.Disputed("s-2", day, meter, DOCUMENT));
        long signal = scene.server(new SignalEvent.Raised("s-2", day, meter, mark));
        scene.signed(REVIEWER, new SignalEvent.Dismissed("s-2", signal, SignalEvent.Reason.SEASONAL, DOCUMENT));
        scene.server(new SubscriptionEvent.Closed("s-2", day));
    }

    private static void commanded(Scene scene) {
        List<MeteredService> services = List.of(MeteredService.BLOB);
        scene.signed(OPERATOR, new SubscriptionEvent.Opened("s-3", scene.today(), null, services, "2026-02-05"));
        scene.signed(OPERATOR, new SubscriptionEvent.PurposeChanged("s-3", scene.today(), null, services));
        scene.server(new SubscriptionEvent.PurposeChanged("s-3", scene.today(), null, services));
        scene.signed(OPERATOR, new SubscriptionEvent.Closed("s-3", scene.today()));
    }

    private static void cases(Scene scene) {
        long[] restricted = Acts.restricted(scene, "c-1", 2 * HOUR);
        long offer = scene.signed(
                OPERATOR,
                new ExportEvent.Offered("c-1", CUSTOMER, List.of(MeteredService.BLOB), scene.now, scene.now + HOUR));
        scene.signed(RATIFIER, new CaseEvent.Renewed("c-1", restricted[0], scene.now + 3 * HOUR, DOCUMENT));
        long rejected = scene.signed(CUSTOMER, new AppealEvent.Filed("c-1", restricted[0], DOCUMENT));
        scene.signed(BOARD, new AppealEvent.Decided("c-1", rejected, AppealEvent.Outcome.REJECTED, DOCUMENT));
        long emergency = Acts.emergency(scene, "c-2");
        long early = Acts.emergency(scene, "c-3");
        scene.signed(RATIFIER, new OrderEvent.Lifted("c-3", early, OrderEvent.End.LIFTED_EARLY));
        scene.signed(
                REVIEWER,
                new CaseEvent.Decision(
                        "c-3",
                        CaseEvent.Outcome.NONE,
                        Scene.CLAUSE,
                        scene.termsIndex,
                        null,
                        null,
                        Map.of(),
                        0,
                        List.of(),
                        DOCUMENT,
                        false));
        scene.pass(3 * HOUR);
        scene.server(new ExportEvent.Served("c-1", offer, 3, 1_000));
        scene.server(new CaseEvent.Expired("c-1", restricted[0]));
        scene.server(new OrderEvent.Lifted("c-1", restricted[1], OrderEvent.End.EXPIRED));
        scene.signed(RATIFIER, Acts.ratify(scene, "c-2", emergency, scene.now + 40 * DAY));
        scene.signed(CUSTOMER, new CaseEvent.Reply("c-2", DOCUMENT));
        long granted = scene.signed(CUSTOMER, new AppealEvent.Filed("c-2", emergency, DOCUMENT));
        scene.signed(BOARD, new AppealEvent.Decided("c-2", granted, AppealEvent.Outcome.GRANTED, DOCUMENT));
        scene.server(new OrderEvent.Lifted("c-2", emergency, OrderEvent.End.APPEAL));
    }

    private static void lockbox(Scene scene) {
        Hash why = DOCUMENT;
        long asked =
                scene.signed(OPERATOR, new LockboxEvent.Requested("l-1", CUSTOMER, why, scene.now, scene.now + HOUR));
        scene.signed(CUSTOMER, new LockboxEvent.Approved("l-1", asked));
        scene.signed(OPERATOR, new LockboxEvent.Used("l-1", asked));
        scene.signed(OPERATOR, new LockboxEvent.Closed("l-1", asked));
        long again =
                scene.signed(OPERATOR, new LockboxEvent.Requested("l-2", CUSTOMER, why, scene.now, scene.now + HOUR));
        scene.signed(CUSTOMER, new LockboxEvent.Denied("l-2", again));
    }
}
