package lazurite.service.blob.inventory;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.InventoryPolicy.Rule;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.auth.Caller;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.gateway.Enforcement;
import org.jspecify.annotations.Nullable;

/**
 * Makes the inventories that accounts' policies ask for, one after the other, a page of names in each step. They are
 * read and written in the name of the account, under the orders in force. One that fails is begun anew later.
 *
 * <p>Concurrency: {@link #step} by one thread; figures by any.
 */
public final class Inventory {
    /** Most lines of a file, as many as Azure's had before it wrote several. */
    public static final int LINES_MAX = 5_000_000;

    private static final System.Logger LOG = System.getLogger(Inventory.class.getName());
    private static final String VERSION = "2025-11-05";
    private static final long AFTER_FAILURE_NANOS = Duration.ofMinutes(10).toNanos();

    private final BlobOperations blobs;
    private final Accounts accounts;
    private final Enforcement enforcement;
    private final Schedule schedule;
    private final Platform platform;
    private final UnaryOperator<String> endpoint;
    private final int linesMax;

    /** Until when what failed is left alone, by account and rule. */
    private final Map<String, Long> waiting = new HashMap<>();

    private final AtomicLong made = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong listed = new AtomicLong();
    private volatile @Nullable InventoryRun running;

    /**
     * @param endpoint the address of an account's Blob service, which manifests name
     * @param linesMax most lines of a file
     */
    public Inventory(
            BlobOperations blobs,
            Accounts accounts,
            Enforcement enforcement,
            Schedule schedule,
            Platform platform,
            UnaryOperator<String> endpoint,
            int linesMax) {
        this.blobs = blobs;
        this.accounts = accounts;
        this.enforcement = enforcement;
        this.schedule = schedule;
        this.platform = platform;
        this.endpoint = endpoint;
        this.linesMax = linesMax;
    }

    /** Inventories made since the start. */
    public long made() {
        return made.get();
    }

    /** Attempts that failed since the start. */
    public long failed() {
        return failed.get();
    }

    /** Blobs and containers listed since the start. */
    public long listed() {
        return listed.get();
    }

    /** Whether one is being made. */
    public boolean isRunning() {
        return running != null;
    }

    /** Does a bounded part of what is due; whether there is more to do now. */
    public boolean step() {
        InventoryRun run = running;
        if (run != null && !isWanted(run)) {
            run = null;
        }
        if (run == null) {
            run = begin();
            running = run;
        }
        if (run == null) {
            return false;
        }
        try {
            go(run);
        } catch (RuntimeException failure) {
            giveUp(run, failure);
        }
        return true;
    }

    /** Whether the account still has exactly this rule. */
    private boolean isWanted(InventoryRun run) {
        Account account = accounts.find(run.account());
        return account != null && account.blob().inventory().rules().contains(run.rule());
    }

    private @Nullable InventoryRun begin() {
        for (Map.Entry<String, Account> account : new TreeMap<>(accounts.all()).entrySet()) {
            for (Rule rule : account.getValue().blob().inventory().rules()) {
                if (!isWaiting(account.getKey(), rule)) {
                    RunState next = schedule.next(
                            account.getKey(), rule, platform.clock().instant());
                    if (next != null) {
                        schedule.keep(account.getKey(), rule, next);
                        return new InventoryRun(blobs, account.getKey(), rule, next, linesMax);
                    }
                }
            }
        }
        return null;
    }

    private boolean isWaiting(String account, Rule rule) {
        Long until = waiting.get(key(account, rule));
        return until != null && platform.nanoTime().getAsLong() - until < 0;
    }

    private static String key(String account, Rule rule) {
        return account + "/" + rule.name();
    }

    private void go(InventoryRun run) {
        if (run.isMade(call(run, Use.READ))) {
            end(run);
            return;
        }
        long before = run.objects();
        boolean more = run.step(call(run, Use.READ), call(run, Use.GROWTH));
        listed.addAndGet(run.objects() - before);
        if (!more) {
            run.finish(platform.clock().instant(), endpoint.apply(run.account()), call(run, Use.GROWTH));
            end(run);
            made.incrementAndGet();
        }
    }

    private void end(InventoryRun run) {
        RunState state = run.state();
        schedule.keep(run.account(), run.rule(), new RunState(state.due(), state.started(), true));
        running = null;
    }

    private void giveUp(InventoryRun run, RuntimeException failure) {
        boolean ordered = failure instanceof StorageException refused && refused.code() == ErrorCode.AccountIsDisabled;
        LOG.log(
                ordered ? Level.DEBUG : Level.WARNING,
                "inventory " + run.rule().name() + " of " + run.account() + " failed and will be made anew",
                failure);
        waiting.put(key(run.account(), run.rule()), platform.nanoTime().getAsLong() + AFTER_FAILURE_NANOS);
        failed.incrementAndGet();
        running = null;
    }

    private BlobCall call(InventoryRun run, Use use) {
        Account account = accounts.find(run.account());
        if (account == null) {
            throw new IllegalStateException("the account " + run.account() + " is gone");
        }
        Caller owner = new Caller(Caller.Kind.SHARED_KEY, "", account.name());
        return new BlobCall(
                account.name(),
                account.blob(),
                owner,
                VERSION,
                enforcement.check(account, ServiceKind.BLOB, use),
                _ -> {
                    throw new IllegalStateException("an inventory copies nothing");
                });
    }
}
