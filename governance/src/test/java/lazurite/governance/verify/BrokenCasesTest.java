package lazurite.governance.verify;

import static lazurite.governance.verify.Scene.BOARD;
import static lazurite.governance.verify.Scene.CLAUSE;
import static lazurite.governance.verify.Scene.CUSTOMER;
import static lazurite.governance.verify.Scene.DAY;
import static lazurite.governance.verify.Scene.DOCUMENT;
import static lazurite.governance.verify.Scene.HOUR;
import static lazurite.governance.verify.Scene.MINUTE;
import static lazurite.governance.verify.Scene.RATIFIER;
import static lazurite.governance.verify.Scene.REVIEWER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.ledger.tree.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs that break one rule of due process each (I5, I6, I7). */
final class BrokenCasesTest {
    @TempDir
    private Path folder;

    private final Scene scene = Scene.begun();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aDecisionWithoutNotice() throws Exception {
        Acts.open(scene, "c-1");
        long decision = scene.signed(REVIEWER, Acts.restrict(scene, "c-1", null, scene.now + DAY));
        breaks(Invariant.I5, decision, "cites no notice");
    }

    @Test
    void aDecisionBeforeTheCustomerWasHeard() throws Exception {
        Acts.open(scene, "c-1");
        long notice = scene.signed(REVIEWER, new CaseEvent.Notice("c-1", DOCUMENT, scene.now + DAY));
        long decision = scene.signed(REVIEWER, Acts.restrict(scene, "c-1", notice, scene.now + DAY));
        breaks(Invariant.I5, decision, "time to answer the notice");
    }

    @Test
    void aDecisionWithoutFacts() throws Exception {
        Acts.open(scene, "c-1");
        long notice = Acts.notice(scene, "c-1");
        List<Hash> hearsay = List.of(Hash.sha256());
        long decision =
                scene.signed(REVIEWER, Acts.decision(scene, "c-1", notice, scene.now + DAY, hearsay, CLAUSE, false));
        breaks(Invariant.I5, decision, "no facts");
    }

    @Test
    void aDecisionUnderNoClause() throws Exception {
        Acts.open(scene, "c-1");
        long notice = Acts.notice(scene, "c-1");
        long decision = scene.signed(
                REVIEWER, Acts.decision(scene, "c-1", notice, scene.now + DAY, List.of(DOCUMENT), "other", false));
        breaks(Invariant.I5, decision, "clause 'other'");
    }

    @Test
    void aDecisionThatNobodyTook() throws Exception {
        Acts.open(scene, "c-1");
        long notice = Acts.notice(scene, "c-1");
        long decision = scene.signed(
                REVIEWER, Acts.decision(scene, "c-1", notice, scene.now + DAY, List.of(DOCUMENT), CLAUSE, true));
        breaks(Invariant.I5, decision, "automated");
    }

    @Test
    void anOrderWithoutItsDecision() throws Exception {
        Acts.open(scene, "c-1");
        long order = scene.signed(RATIFIER, Acts.order(scene, "c-1", 1L, scene.now + DAY));
        breaks(Invariant.I5, order, "no decision of its case");
    }

    @Test
    void anOrderThatOutlivesItsDecision() throws Exception {
        Acts.open(scene, "c-1");
        long notice = Acts.notice(scene, "c-1");
        long decision = scene.signed(REVIEWER, Acts.restrict(scene, "c-1", notice, scene.now + DAY));
        long order = scene.signed(RATIFIER, Acts.order(scene, "c-1", decision, scene.now + 2 * DAY));
        breaks(Invariant.I5, order, "later than its decision");
    }

    @Test
    void anOrderByTheDecidersKeyUnderAnotherName() throws Exception {
        List<Holder> holders = new ArrayList<>(Scene.holders());
        holders.remove(0);
        holders.add(Scene.holder(REVIEWER, REVIEWER, Role.REVIEWER, Role.RATIFIER));
        scene.roster(REVIEWER, RATIFIER, holders);
        Acts.open(scene, "c-1");
        long notice = Acts.notice(scene, "c-1");
        long decision = scene.signed(REVIEWER, Acts.restrict(scene, "c-1", notice, scene.now + DAY));
        List<Holder> renamed = new ArrayList<>(Scene.holders());
        renamed.remove(0);
        renamed.add(Scene.holder("ruth", REVIEWER, Role.REVIEWER, Role.RATIFIER));
        scene.roster(REVIEWER, BOARD, renamed);
        long order = scene.signed("ruth", REVIEWER, Acts.order(scene, "c-1", decision, scene.now + DAY), null);
        breaks(Invariant.I5, order, "gave the order as well");
    }

    @Test
    void anEmergencyThatNobodyRatified() throws Exception {
        long order = Acts.emergency(scene, "c-1");
        scene.pass(74 * HOUR);
        breaks(Invariant.I5, order, "neither ratified nor lifted");
    }

    @Test
    void anEmergencyThatIsRatifiedTooLate() throws Exception {
        long order = Acts.emergency(scene, "c-1");
        scene.pass(73 * HOUR);
        scene.signed(RATIFIER, Acts.ratify(scene, "c-1", order, scene.now + DAY));
        breaks(Invariant.I5, order, "ratified too late");
    }

    @Test
    void anEmergencyWithMoreTimeThanThereIs() throws Exception {
        Acts.open(scene, "c-1");
        long until = scene.now + 30 * DAY;
        long order = scene.signed(
                REVIEWER,
                new OrderEvent.Ordered(
                        "c-1",
                        CUSTOMER,
                        null,
                        Acts.LEVELS,
                        CLAUSE,
                        scene.termsIndex,
                        List.of(DOCUMENT),
                        until,
                        scene.now + 80 * HOUR,
                        null));
        breaks(Invariant.I5, order, "more than 72 hours");
    }

    @Test
    void anOrderThatEndsForNoReason() throws Exception {
        long[] restricted = Acts.restricted(scene, "c-1", DAY);
        long lifted = scene.server(new OrderEvent.Lifted("c-1", restricted[1], OrderEvent.End.EXPIRED));
        breaks(Invariant.I5, lifted, "did not hold");
    }

    @Test
    void aDecisionForTooLong() throws Exception {
        Acts.open(scene, "c-1");
        long notice = Acts.notice(scene, "c-1");
        long decision = scene.signed(REVIEWER, Acts.restrict(scene, "c-1", notice, scene.now + 61 * DAY));
        breaks(Invariant.I6, decision, "within 60 days");
    }

    @Test
    void aDecisionForTooLongByADateOfItsOwn() throws Exception {
        Acts.open(scene, "c-1");
        long notice = Acts.notice(scene, "c-1");
        CaseEvent.Decision late = Acts.restrict(scene, "c-1", notice, scene.now + 80 * DAY);
        long decision = scene.signedAt(scene.now + 30 * DAY, REVIEWER, late);
        breaks(Invariant.I6, decision, "within 60 days");
    }

    @Test
    void aDecisionWhoseEndIsNotTold() throws Exception {
        long[] restricted = Acts.restricted(scene, "c-1", 2 * HOUR);
        scene.pass(2 * HOUR + MINUTE);
        scene.server(new OrderEvent.Lifted("c-1", restricted[1], OrderEvent.End.EXPIRED));
        scene.pass(2 * HOUR);
        breaks(Invariant.I6, restricted[0], "neither renewed nor did it expire");
    }

    @Test
    void anOrderThatIsNotLiftedAtItsEnd() throws Exception {
        long[] restricted = Acts.restricted(scene, "c-1", 2 * HOUR);
        scene.pass(2 * HOUR);
        scene.server(new CaseEvent.Expired("c-1", restricted[0]));
        scene.pass(2 * HOUR);
        breaks(Invariant.I6, restricted[1], "was not lifted");
    }

    @Test
    void aRenewalOfWhatHasEnded() throws Exception {
        long[] restricted = Acts.restricted(scene, "c-1", 2 * HOUR);
        scene.pass(2 * HOUR);
        scene.server(new CaseEvent.Expired("c-1", restricted[0]));
        scene.server(new OrderEvent.Lifted("c-1", restricted[1], OrderEvent.End.EXPIRED));
        long renewed = scene.signed(RATIFIER, new CaseEvent.Renewed("c-1", restricted[0], scene.now + DAY, DOCUMENT));
        breaks(Invariant.I6, renewed, "has ended");
    }

    @Test
    void anAppealThatNobodyDecides() throws Exception {
        long[] restricted = Acts.restricted(scene, "c-1", 50 * DAY);
        long appeal = scene.signed(CUSTOMER, new AppealEvent.Filed("c-1", restricted[0], DOCUMENT));
        scene.pass(31 * DAY);
        breaks(Invariant.I7, appeal, "has not been decided");
    }

    @Test
    void anAppealThatIsDecidedTooLate() throws Exception {
        long[] restricted = Acts.restricted(scene, "c-1", 50 * DAY);
        long appeal = scene.signed(CUSTOMER, new AppealEvent.Filed("c-1", restricted[0], DOCUMENT));
        scene.pass(31 * DAY);
        scene.signed(BOARD, new AppealEvent.Decided("c-1", appeal, AppealEvent.Outcome.REJECTED, DOCUMENT));
        breaks(Invariant.I7, appeal, "after more than 30 days");
    }

    @Test
    void anAppealHeardByWhoDecided() throws Exception {
        List<Holder> holders = new ArrayList<>(Scene.holders());
        holders.remove(0);
        holders.add(Scene.holder(REVIEWER, REVIEWER, Role.REVIEWER, Role.APPEAL_BOARD));
        scene.roster(REVIEWER, RATIFIER, holders);
        long[] restricted = Acts.restricted(scene, "c-1", DAY);
        long appeal = scene.signed(CUSTOMER, new AppealEvent.Filed("c-1", restricted[0], DOCUMENT));
        long decided =
                scene.signed(REVIEWER, new AppealEvent.Decided("c-1", appeal, AppealEvent.Outcome.REJECTED, DOCUMENT));
        breaks(Invariant.I7, decided, "decided the appeal as well");
    }

    @Test
    void anAppealThatIsGrantedAndNotObeyed() throws Exception {
        long[] restricted = Acts.restricted(scene, "c-1", DAY);
        long appeal = scene.signed(CUSTOMER, new AppealEvent.Filed("c-1", restricted[0], DOCUMENT));
        scene.signed(BOARD, new AppealEvent.Decided("c-1", appeal, AppealEvent.Outcome.GRANTED, DOCUMENT));
        scene.pass(2 * HOUR);
        breaks(Invariant.I7, restricted[1], "was not lifted though the appeal");
    }

    private void breaks(Invariant invariant, long index, String sentence) throws Exception {
        Verdicts.assertBreaks(scene, folder, invariant, index, sentence);
    }
}
