package lazurite.governance.report;

import java.util.Map;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.TermsEvent;

/** What an entry of a case says, in a sentence. */
final class Sentences {
    private Sentences() {}

    /** @param terms those that the log has */
    static String of(Logged logged, Map<Long, TermsEvent.Version> terms) {
        return switch (logged.event()) {
            case CaseEvent it -> step(it, logged.actor(), terms);
            case OrderEvent it -> order(it, logged.actor(), terms);
            case AppealEvent it -> appeal(it, logged.actor());
            case ExportEvent it -> export(it);
            default -> logged.entry().type().wire();
        };
    }

    private static String step(CaseEvent event, String actor, Map<Long, TermsEvent.Version> terms) {
        return switch (event) {
            case CaseEvent.Opened it ->
                actor + " opened the case, on " + Words.services(it.services()) + ". Source: " + Words.of(it.source())
                        + (it.signals().isEmpty() ? "." : ", signals " + numbers(it.signals()) + ".");
            case CaseEvent.Evidence _ -> "Evidence was added.";
            case CaseEvent.Notice it ->
                "The customer was given notice, and is heard until " + Words.minute(it.replyUntil()) + ".";
            case CaseEvent.Reply _ -> "The customer replied.";
            case CaseEvent.Decision it -> decision(it, actor, terms);
            case CaseEvent.Renewed it ->
                actor + " renewed decision #" + it.decision() + " until " + Words.minute(it.until()) + ".";
            case CaseEvent.Expired it -> "Decision #" + it.decision() + " expired.";
        };
    }

    private static String decision(CaseEvent.Decision it, String actor, Map<Long, TermsEvent.Version> terms) {
        String who = it.automated() ? "No person decided, but code: " : actor + " decided: ";
        String under = ", under clause " + it.clause() + " of " + CaseSection.terms(terms, it.terms());
        String facts = it.facts().isEmpty()
                ? "."
                : ", on " + Words.count(it.facts().size(), "piece", "pieces") + " of evidence.";
        return switch (it.outcome()) {
            case RESTRICT -> who + Words.levels(it.levels()) + under + ", until " + Words.minute(it.until()) + facts;
            case RATIFY ->
                who + "emergency order #" + it.order() + " stands" + under + ", until " + Words.minute(it.until())
                        + facts;
            case NONE -> who + "nothing is done" + under + facts;
        };
    }

    private static String order(OrderEvent event, String actor, Map<Long, TermsEvent.Version> terms) {
        return switch (event) {
            case OrderEvent.Ordered it -> {
                Long ratifyUntil = it.ratifyUntil();
                Long quorumUntil = it.quorumUntil();
                yield actor + " ordered: " + Words.levels(it.levels()) + ", under clause " + it.clause() + " of "
                        + CaseSection.terms(terms, it.terms()) + ", until " + Words.minute(it.until())
                        + (it.decision() == null ? "" : ", to carry out decision #" + it.decision())
                        + (ratifyUntil == null
                                ? ""
                                : ". An emergency: it ends at " + Words.minute(ratifyUntil) + " unless ratified")
                        + (quorumUntil == null
                                ? "."
                                : ". Without a quorum of witnesses it ends at " + Words.minute(quorumUntil) + ".");
            }
            case OrderEvent.Effective it -> "Every front end acted on order #" + it.order() + ".";
            case OrderEvent.Lifted it -> "Order #" + it.order() + " acts no more: " + Words.of(it.end()) + ".";
        };
    }

    private static String appeal(AppealEvent event, String actor) {
        return switch (event) {
            case AppealEvent.Filed it -> "The customer appealed against #" + it.against() + ".";
            case AppealEvent.Decided it ->
                actor + " decided on appeal #" + it.appeal() + ": " + Words.of(it.outcome()) + ".";
        };
    }

    private static String export(ExportEvent event) {
        return switch (event) {
            case ExportEvent.Offered it ->
                "The customer may take away its data of " + Words.services(it.services()) + ", from "
                        + Words.minute(it.from()) + " to " + Words.minute(it.until()) + ".";
            case ExportEvent.Served it ->
                "Under offer #" + it.offer() + " " + Words.count(it.bytes(), "byte was", "bytes were") + " taken away.";
        };
    }

    private static String numbers(Iterable<Long> indices) {
        StringBuilder all = new StringBuilder();
        indices.forEach(index -> all.append(all.isEmpty() ? "#" : ", #").append(index));
        return all.toString();
    }
}
