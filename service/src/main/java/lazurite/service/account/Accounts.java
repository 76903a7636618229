package lazurite.service.account;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The accounts served now: one immutable snapshot, replaced whole when the configuration changes.
 *
 * <p>Concurrency: any thread; a request uses the account it found first to its end.
 */
public final class Accounts {
    private final AtomicReference<Map<String, Account>> snapshot;

    public Accounts(Map<String, Account> accounts) {
        this.snapshot = new AtomicReference<>(Map.copyOf(accounts));
    }

    public @Nullable Account find(String name) {
        return snapshot.get().get(name);
    }

    public Map<String, Account> all() {
        return snapshot.get();
    }

    /** Serves these accounts from now on: how a key is regenerated without a restart. */
    public void replace(Map<String, Account> accounts) {
        snapshot.set(Map.copyOf(accounts));
    }
}
