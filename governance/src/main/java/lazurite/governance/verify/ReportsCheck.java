package lazurite.governance.verify;

import lazurite.governance.event.LogEvent;

/** I10: what a report counts is counted again. */
final class ReportsCheck implements Check {
    private final Findings findings = new Findings(Invariant.I10);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I10;
    }

    @Override
    public void see(Step step) {
        if (step.logged().event() instanceof LogEvent.ReportPublished report) {
            findings.require(
                    report.from().compareTo(report.to()) < 0
                            && report.size() <= step.logged().index(),
                    step.place(),
                    "Its days or its entries are not those of a time before it.");
        }
    }

    @Override
    public void end(End end) {
        // see
    }
}
