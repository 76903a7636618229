package lazurite.governance.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Logged;

/**
 * Every case of the log.
 *
 * <p>Concurrency: one thread.
 */
final class Cases {
    private final Map<String, CaseStory> stories = new LinkedHashMap<>();

    void add(Logged logged) {
        if (logged.event() instanceof CaseEvent.Opened opened) {
            stories.putIfAbsent(logged.entry().stream(), new CaseStory(opened));
        }
        CaseStory story = stories.get(logged.entry().stream());
        if (story != null) {
            story.add(logged);
        }
    }

    /** Those that concern the period, in the order in which they were opened. */
    List<CaseStory> of(Period period, long now) {
        return stories.values().stream()
                .filter(story -> story.concerns(period, now))
                .toList();
    }
}
