package lazurite.governance.register;

import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Logged;
import org.jspecify.annotations.Nullable;

/**
 * A case that entries are added to, each of which is taken in once.
 *
 * <p>Concurrency: the register's lock is held.
 */
final class GrowingCase {
    private final CaseFile growing;
    private @Nullable CaseFile shown;

    GrowingCase(CaseEvent.Opened opened) {
        this.growing = new CaseFile(opened);
    }

    GrowingCase with(Logged next) {
        growing.take(next);
        shown = null;
        return this;
    }

    /** The case as it stands now; copied only if it has grown since it was shown last. */
    CaseFile shown() {
        CaseFile file = shown;
        if (file == null) {
            file = growing.copy();
            shown = file;
        }
        return file;
    }
}
