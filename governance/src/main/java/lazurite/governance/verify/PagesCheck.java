package lazurite.governance.verify;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import lazurite.governance.document.Documents;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.source.LogSource.Answer;
import lazurite.ledger.tree.Hash;

/** I8: pages as the log says, withdrawn ones gone and known to be; what entries name for everybody is what is served. */
final class PagesCheck implements Check {
    private record Page(Place place, PublicationEvent event) {}

    private final Map<String, Page> pages = new LinkedHashMap<>();
    private final Map<Hash, Place> documents = new LinkedHashMap<>();
    private final Findings findings = new Findings(Invariant.I8);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I8;
    }

    @Override
    public void see(Step step) {
        switch (step.logged().event()) {
            case PublicationEvent event -> page(step, event);
            case TermsEvent.Version version -> documents.putIfAbsent(version.document(), step.place());
            case LogEvent.ReportPublished report -> {
                documents.putIfAbsent(report.html(), step.place());
                documents.putIfAbsent(report.json(), step.place());
            }
            default -> {
                // names nothing for everybody
            }
        }
    }

    private void page(Step step, PublicationEvent event) {
        Page before = pages.put(event.page(), new Page(step.place(), event));
        boolean isThere = before != null && !(before.event() instanceof PublicationEvent.Withdrawn);
        boolean follows = switch (event) {
            case PublicationEvent.Published _ -> before == null;
            case PublicationEvent.Updated _, PublicationEvent.Withdrawn _ -> isThere;
            case PublicationEvent.Restored _ -> before != null && !isThere;
        };
        findings.require(follows, step.place(), "It does not follow from what became of the page before.");
    }

    @Override
    public void end(End end) throws IOException {
        for (Map.Entry<Hash, Place> document : documents.entrySet()) {
            Answer answer = end.source().get("blob/" + document.getKey().hex(), Documents.BYTES_MAX);
            served(end, document.getValue(), "blob/" + document.getKey().hex(), answer, document.getKey());
        }
        for (Page page : pages.values()) {
            page(end, page, "publications/" + page.event().page());
        }
    }

    private void page(End end, Page page, String path) throws IOException {
        Answer answer = end.source().get(path, Documents.BYTES_MAX);
        switch (page.event()) {
            case PublicationEvent.Published published -> served(end, page.place(), path, answer, published.sha256());
            case PublicationEvent.Updated updated -> served(end, page.place(), path, answer, updated.sha256());
            case PublicationEvent.Restored restored -> served(end, page.place(), path, answer, restored.sha256());
            case PublicationEvent.Withdrawn _ -> {
                if (end.source().isLive()) {
                    findings.require(
                            answer instanceof Answer.Gone,
                            page.place(),
                            "The page " + path + " was withdrawn and does not answer so (410).");
                } else {
                    findings.require(
                            answer instanceof Answer.Absent,
                            page.place(),
                            "The page " + path + " was withdrawn and is there.");
                    findings.unchecked("that withdrawn pages answer so (410), since this is a folder");
                }
            }
        }
    }

    private void served(End end, Place place, String path, Answer answer, Hash sha256) {
        switch (answer) {
            case Answer.Present file ->
                findings.require(
                        Hash.sha256(file.bytes()).equals(sha256),
                        place,
                        "The file " + path + " is another than the entry names.");
            case Answer.Gone _ -> findings.broken(place, "The file " + path + " is gone, which the log does not say.");
            case Answer.Absent _ -> {
                if (end.source().isLive()) {
                    findings.broken(place, "The file " + path + ", which the entry names, is not there.");
                } else {
                    findings.unchecked("the file " + path + ", which is not in this folder");
                }
            }
        }
    }
}
