package lazurite.governance.office;

import java.util.ArrayList;
import java.util.List;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.LockboxEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.ledger.tree.Hash;

/** The documents that a command names, and which of them everybody may read. */
record Mentions(List<Hash> all, boolean open) {
    static Mentions of(Event event) {
        return switch (event) {
            case PublicationEvent.Published page -> new Mentions(List.of(page.sha256()), true);
            case PublicationEvent.Updated page -> new Mentions(List.of(page.sha256()), true);
            case PublicationEvent.Restored page -> new Mentions(List.of(page.sha256()), true);
            case LogEvent.ReportPublished report -> new Mentions(List.of(report.html(), report.json()), true);
            case CaseEvent.Evidence step -> confidential(step.document());
            case CaseEvent.Notice step -> confidential(step.document());
            case CaseEvent.Reply step -> confidential(step.document());
            case CaseEvent.Decision step -> {
                List<Hash> all = new ArrayList<>(step.facts());
                all.add(step.statement());
                yield new Mentions(all, false);
            }
            case CaseEvent.Renewed step -> confidential(step.statement());
            case AppealEvent.Filed step -> confidential(step.document());
            case AppealEvent.Decided step -> confidential(step.statement());
            case SignalEvent.Dismissed step -> confidential(step.document());
            case MeterEvent.Disputed step -> confidential(step.document());
            case LockboxEvent.Requested step -> confidential(step.document());
            default -> new Mentions(List.of(), false);
        };
    }

    private static Mentions confidential(Hash document) {
        return new Mentions(List.of(document), false);
    }
}
