package lazurite.governance.verify;

import java.io.IOException;

/**
 * Checks one invariant in a single pass over the entries.
 *
 * <p>Concurrency: one thread.
 */
sealed interface Check
        permits StreamsCheck,
                MetersCheck,
                SignalsCheck,
                OrdersCheck,
                EndsCheck,
                AppealsCheck,
                PagesCheck,
                LockboxCheck,
                ReportsCheck,
                HeartbeatCheck,
                RolesCheck,
                LegalCheck {
    Findings findings();

    Invariant invariant();

    /** Looks at the next entry. */
    void see(Step step);

    /** Looks at what is missing behind the last entry. */
    void end(End end) throws IOException;
}
