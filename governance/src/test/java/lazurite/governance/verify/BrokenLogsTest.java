package lazurite.governance.verify;

import static lazurite.governance.verify.Scene.CUSTOMER;
import static lazurite.governance.verify.Scene.DAY;
import static lazurite.governance.verify.Scene.DOCUMENT;
import static lazurite.governance.verify.Scene.HOUR;
import static lazurite.governance.verify.Scene.MINUTE;
import static lazurite.governance.verify.Scene.OPERATOR;
import static lazurite.governance.verify.Scene.RATIFIER;
import static lazurite.governance.verify.Scene.REVIEWER;

import java.nio.file.Path;
import java.util.List;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LockboxEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.terms.meter.MeteredService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that break one rule each, beside those of cases. */
final class BrokenLogsTest {
    @TempDir
    private Path folder;

    private final Scene scene = Scene.begun();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void anEntryOfAnUnknownShape() throws Exception {
        Json.Fields open = new FieldWriter().text("hello", "world").done();
        long index = scene.append(new Draft(EntryType.SOFTWARE_RELEASE, "log", scene.now, "server", open, null)
                .at(scene.position("log")));
        breaks(Invariant.I2, index, "no entry that may stand");
    }

    @Test
    void aSubscriptionThatAReviewerOpened() throws Exception {
        long index = scene.signed(
                REVIEWER,
                new SubscriptionEvent.Opened("s-3", scene.today(), null, List.of(MeteredService.BLOB), "2026-02-05"));
        breaks(Invariant.ROLES, index, "no role in which such entries are made");
    }

    @Test
    void aDayThatIsLeftOut() throws Exception {
        scene.metered.clear();
        String skipped = scene.today();
        scene.pass(2 * DAY);
        long meter = scene.server(new MeterEvent.Daily(CUSTOMER, scene.yesterday(), List.of(), null, null));
        breaks(Invariant.I3, meter, "where " + skipped + " is next");
    }

    @Test
    void aDayThatIsClosedTooLate() throws Exception {
        scene.metered.clear();
        String day = scene.today();
        scene.pass(2 * DAY + HOUR);
        long meter = scene.server(new MeterEvent.Daily(CUSTOMER, day, List.of(), null, null));
        scene.server(new MeterEvent.Daily(CUSTOMER, scene.yesterday(), List.of(), null, null));
        breaks(Invariant.I3, meter, "after the end of the next day");
    }

    @Test
    void daysThatAreNeverClosed() throws Exception {
        scene.metered.clear();
        scene.pass(2 * DAY + HOUR);
        breaks(Invariant.I3, 4, "has no meter.daily of 2026-01-05");
    }

    @Test
    void aCorrectionOfAnotherDay() throws Exception {
        scene.pass(2 * DAY);
        long corrected = scene.server(new MeterEvent.Corrected(CUSTOMER, scene.yesterday(), 7), DOCUMENT);
        breaks(Invariant.I3, corrected, "corrects entry 7");
    }

    @Test
    void aSignalWithoutAnAnswer() throws Exception {
        long signal = signal();
        scene.pass(8 * DAY);
        breaks(Invariant.I4, signal, "without an answer");
    }

    @Test
    void aSignalThatIsAnsweredTooLate() throws Exception {
        long signal = signal();
        scene.pass(8 * DAY);
        scene.signed(REVIEWER, new SignalEvent.Dismissed(CUSTOMER, signal, SignalEvent.Reason.KNOWN, DOCUMENT));
        breaks(Invariant.I4, signal, "after more than 7 days");
    }

    @Test
    void anAnswerThatIsDatedBack() throws Exception {
        long signal = signal();
        long then = scene.now;
        scene.pass(8 * DAY);
        scene.signedAt(then, REVIEWER, new SignalEvent.Dismissed(CUSTOMER, signal, SignalEvent.Reason.KNOWN, DOCUMENT));
        breaks(Invariant.I4, signal, "after more than 7 days");
    }

    @Test
    void aSignalThatTheMetersDoNotSay() throws Exception {
        scene.pass(DAY);
        long raised =
                scene.server(new SignalEvent.Raised(CUSTOMER, scene.yesterday(), 3, Scene.mark(scene.termsIndex)));
        breaks(Invariant.I4, raised, "do not say this");
    }

    @Test
    void aPageThatComesTwice() throws Exception {
        scene.signed(OPERATOR, new PublicationEvent.Published("findings", DOCUMENT, "text/html"));
        long again = scene.signed(OPERATOR, new PublicationEvent.Published("findings", DOCUMENT, "text/html"));
        breaks(Invariant.I8, again, "does not follow");
    }

    @Test
    void aPageThatWasAltered() throws Exception {
        long published = scene.signed(OPERATOR, new PublicationEvent.Published("findings", DOCUMENT, "text/html"));
        Scene.write(folder.resolve("publications/findings"), new byte[] {2});
        breaks(Invariant.I8, published, "is another than the entry names");
    }

    @Test
    void aWithdrawnPageThatIsThere() throws Exception {
        scene.signed(OPERATOR, new PublicationEvent.Published("findings", DOCUMENT, "text/html"));
        long gone = scene.signed(OPERATOR, new PublicationEvent.Withdrawn("findings", PublicationEvent.Reason.OTHER));
        Scene.write(folder.resolve("publications/findings"), new byte[] {'1'});
        breaks(Invariant.I8, gone, "was withdrawn and is there");
    }

    @Test
    void aLookWithoutApproval() throws Exception {
        long asked = ask();
        long used = scene.signed(OPERATOR, new LockboxEvent.Used("l-1", asked));
        breaks(Invariant.I9, used, "without an approval");
    }

    @Test
    void aLookAfterItsTime() throws Exception {
        long asked = ask();
        scene.signed(CUSTOMER, new LockboxEvent.Approved("l-1", asked));
        scene.pass(2 * HOUR);
        long used = scene.signed(OPERATOR, new LockboxEvent.Used("l-1", asked));
        breaks(Invariant.I9, used, "outside of the time");
    }

    @Test
    void anApprovalByTheOperator() throws Exception {
        long asked = ask();
        long approved = scene.signed(OPERATOR, new LockboxEvent.Approved("l-1", asked));
        breaks(Invariant.I9, approved, "Another one than the customer");
    }

    @Test
    void aReportOfTheFuture() throws Exception {
        long report = scene.server(new LogEvent.ReportPublished("2026-01-05", "2026-01-06", 1_000, DOCUMENT, DOCUMENT));
        breaks(Invariant.I10, report, "not those of a time before it");
    }

    @Test
    void anUnexplainedSilence() throws Exception {
        scene.now += 11 * MINUTE;
        scene.beat();
        breaks(Invariant.I11, 5, "no heartbeat for 11 minutes");
    }

    @Test
    void aSilenceThatWasNone() throws Exception {
        scene.pass(2 * HOUR);
        long resumed = scene.server(new LogEvent.Resumed(scene.now - HOUR, scene.now));
        scene.beat();
        breaks(Invariant.I11, resumed, "in which there are heartbeats");
    }

    @Test
    void aCaseOpenedByWhoMayNot() throws Exception {
        long opened = scene.signed(
                RATIFIER,
                new CaseEvent.Opened("c-1", CUSTOMER, List.of(MeteredService.BLOB), List.of(), CaseEvent.Source.PRESS));
        breaks(Invariant.ROLES, opened, "no role in which");
    }

    @Test
    void aSignatureOfAnotherKey() throws Exception {
        long opened = scene.signed(
                REVIEWER,
                RATIFIER,
                new CaseEvent.Opened("c-1", CUSTOMER, List.of(MeteredService.BLOB), List.of(), CaseEvent.Source.PRESS),
                null);
        breaks(Invariant.ROLES, opened, "not signed by its actor's key");
    }

    @Test
    void aStranger() throws Exception {
        long published = scene.signed("eve", new PublicationEvent.Published("findings", DOCUMENT, "text/html"));
        breaks(Invariant.ROLES, published, "no holder");
    }

    @Test
    void aRosterThatOneHolderMadeAlone() throws Exception {
        long roster = scene.roster(REVIEWER, REVIEWER, Scene.holders());
        breaks(Invariant.ROLES, roster, "not approved by another holder");
    }

    @Test
    void aServersEntryThatIsSigned() throws Exception {
        long beat = scene.signed(OPERATOR, new LogEvent.Heartbeat("1"));
        breaks(Invariant.ROLES, beat, "makes such entries itself");
    }

    @Test
    void aDemandThatStaysSealed() throws Exception {
        long sealed = scene.signed(OPERATOR, OPERATOR, new LegalEvent.Sealed("d-1", scene.now + HOUR), DOCUMENT);
        scene.pass(3 * HOUR);
        breaks(Invariant.LEGAL, sealed, "was not unsealed");
    }

    @Test
    void aDemandThatBecameAnother() throws Exception {
        LegalEvent.Terms terms = new LegalEvent.Terms(LegalEvent.Kind.METADATA, "NL", "2026-01-04");
        LegalEvent.Terms others = new LegalEvent.Terms(LegalEvent.Kind.OTHER, "NL", "2026-01-04");
        Opening opening = new Opening(new byte[32], terms.fields());
        long sealed = scene.signed(OPERATOR, OPERATOR, new LegalEvent.Sealed("d-1", scene.now), opening.commitment());
        long unsealed = scene.server(new LegalEvent.Unsealed("d-1", sealed, opening.saltHex(), others));
        breaks(Invariant.LEGAL, unsealed, "not what the sealed entry committed to");
    }

    private long signal() {
        scene.metered.clear();
        String day = scene.today();
        scene.pass(DAY);
        MeterEvent.Mark mark = Scene.mark(scene.termsIndex);
        long meter = scene.server(new MeterEvent.Daily(CUSTOMER, day, List.of(mark), null, null));
        scene.metered.add(CUSTOMER);
        return scene.server(new SignalEvent.Raised(CUSTOMER, day, meter, mark));
    }

    private long ask() {
        return scene.signed(
                OPERATOR, new LockboxEvent.Requested("l-1", CUSTOMER, DOCUMENT, scene.now, scene.now + HOUR));
    }

    private void breaks(Invariant invariant, long index, String sentence) throws Exception {
        Verdicts.assertBreaks(scene, folder, invariant, index, sentence);
    }
}
