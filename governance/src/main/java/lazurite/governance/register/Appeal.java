package lazurite.governance.register;

import lazurite.governance.event.AppealEvent;
import org.jspecify.annotations.Nullable;

/**
 * An appeal as it stands.
 *
 * @param index of its entry
 * @param against index of the decision, or of the emergency's order
 * @param outcome null while it is not decided
 */
public record Appeal(long index, long against, long time, AppealEvent.@Nullable Outcome outcome) {
    // not the compact form: javac then loses @Nullable for other modules
    public Appeal(long index, long against, long time, AppealEvent.@Nullable Outcome outcome) {
        this.index = index;
        this.against = against;
        this.time = time;
        this.outcome = outcome;
    }

    public boolean isPending() {
        return outcome == null;
    }
}
