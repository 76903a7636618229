package lazurite.service.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.base.Threads;
import lazurite.terms.document.Level;
import lazurite.terms.use.CustomerClass;
import org.junit.jupiter.api.Test;

class RestrictionsTest {
    private final AtomicLong now = new AtomicLong(1_000);
    private final Restrictions restrictions = new Restrictions(() -> Instant.ofEpochMilli(now.get()));

    private static Account account(String subscription) {
        return new Account(
                subscription + "account",
                List.of(),
                true,
                new Subscription(subscription, CustomerClass.OTHER, List.of(), Set.of(), "", ""));
    }

    private void order(List<ExportGrant> grants, Restriction... all) {
        restrictions.replace(
                Map.of(new RestrictedService("clinic", ServiceKind.BLOB), new Measures(List.of(all), grants)));
    }

    private boolean serves(String subscription, ServiceKind service, Use use) {
        try {
            restrictions.admit(account(subscription), service, use);
            return true;
        } catch (StorageException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.AccountIsDisabled);
            assertThat(refused.status()).isEqualTo(403);
            return false;
        }
    }

    private boolean serves(Use use) {
        return serves("clinic", ServiceKind.BLOB, use);
    }

    @Test
    void restrictsOneServiceOfOneSubscription() {
        order(List.of(), new Restriction(Level.DISABLED, "c1", 2_000));
        assertThat(serves(Use.READ)).isFalse();
        assertThat(serves("clinic", ServiceKind.QUEUE, Use.GROWTH)).isTrue();
        assertThat(serves("paper", ServiceKind.BLOB, Use.GROWTH)).isTrue();
    }

    @Test
    void theStrictestInForceCountsAndEachEndsAtItsOwnEnd() {
        order(
                List.of(),
                new Restriction(Level.NO_GROWTH, "c1", 4_000),
                new Restriction(Level.DISABLED, "c2", 2_000),
                new Restriction(Level.WARNED, "c3", 9_000));
        now.set(1_999);
        assertThat(serves(Use.READ)).isFalse();
        now.set(2_000);
        assertThat(serves(Use.READ)).isTrue();
        assertThat(serves(Use.GROWTH)).isFalse();
        now.set(4_000);
        assertThat(serves(Use.GROWTH)).isTrue();
    }

    @Test
    void ofTwoEquallyStrictTheLongerIsNamed() {
        order(
                List.of(),
                new Restriction(Level.DISABLED, "longer", 5_000),
                new Restriction(Level.DISABLED, "shorter", 2_000));
        assertThatThrownBy(() -> restrictions.admit(account("clinic"), ServiceKind.BLOB, Use.READ))
                .hasMessageContaining("case longer, disabled, until 1970-01-01T00:00:05Z");
    }

    @Test
    void aPassIsTakenBackAndGivenBack() {
        Pass pass = restrictions.admit(account("clinic"), ServiceKind.BLOB, Use.GROWTH);
        order(List.of(), new Restriction(Level.NO_GROWTH, "c1", 2_000));
        AtomicBoolean committed = new AtomicBoolean();
        assertThat(catchThrowableOfType(
                                StorageException.class, () -> pass.commit(() -> committed.compareAndSet(false, true)))
                        .code())
                .isEqualTo(ErrorCode.AccountIsDisabled);
        assertThat(committed).isFalse();
        restrictions.replace(Map.of());
        assertThat(pass.commit(() -> committed.compareAndSet(false, true))).isTrue();
    }

    @Test
    void whatNeedsTwoPassesNeedsBoth() {
        Pass target = restrictions.admit(account("paper"), ServiceKind.BLOB, Use.GROWTH);
        Pass source = restrictions
                .admit(account("clinic"), ServiceKind.BLOB, Use.READ)
                .toldAs(_ -> new StorageException(ErrorCode.CannotVerifyCopySource));
        order(List.of(), new Restriction(Level.DISABLED, "c1", 2_000));
        assertThat(catchThrowableOfType(
                                StorageException.class, () -> target.and(source).commit(() -> true))
                        .code())
                .isEqualTo(ErrorCode.CannotVerifyCopySource);
        assertThat(target.commit(() -> true)).isTrue();
    }

    @Test
    void countsUnderTheGrantThatIsOpen() {
        order(
                List.of(new ExportGrant(7, 1_000, 2_000), new ExportGrant(8, 1_500, 3_000)),
                new Restriction(Level.EXPORT_ONLY, "c1", 9_000));
        Pass pass = restrictions.admit(account("clinic"), ServiceKind.BLOB, Use.READ);
        pass.served(1, 10);
        now.set(1_500);
        pass.require();
        pass.served(0, 20);
        now.set(3_000);
        assertThatThrownBy(pass::require).isInstanceOf(StorageException.class);
        restrictions.replace(Map.of());
        pass.require();
        pass.served(1, 40);
        assertThat(restrictions.exported(7)).isEqualTo(new Exported(1, 10));
        assertThat(restrictions.exported(8)).isEqualTo(new Exported(0, 20));
    }

    @Test
    void replacingWaitsForCommitsThatTheOldTableLetThrough() throws InterruptedException {
        Pass pass = restrictions.admit(account("clinic"), ServiceKind.BLOB, Use.GROWTH);
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread writer = Thread.ofPlatform()
                .start(() -> pass.commit(() -> {
                    committing.countDown();
                    await(mayEnd);
                    return order.add("committed");
                }));
        committing.await();
        Thread orders = Thread.ofPlatform().start(() -> {
            order(List.of(), new Restriction(Level.NO_GROWTH, "c1", 2_000));
            order.add("replaced");
        });
        while (orders.getState() != Thread.State.WAITING && orders.isAlive()) {
            Thread.onSpinWait();
        }
        assertThat(serves(Use.GROWTH)).isFalse();
        mayEnd.countDown();
        Threads.awaitEnd(writer);
        Threads.awaitEnd(orders);
        assertThat(order).containsExactly("committed", "replaced");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Orders, grants, time and uses at random, against rules written down once more, in the plainest way. */
    @Test
    void allowsWhatTheRulesAllow() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Map<RestrictedService, Measures> table = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            String subscription = "s" + random.nextInt(3);
            ServiceKind service = any(random, ServiceKind.values());
            switch (random.nextInt(6)) {
                case 0 -> {
                    table.put(new RestrictedService(subscription, service), measures(random));
                    restrictions.replace(table);
                }
                case 1 -> {
                    table.remove(new RestrictedService(subscription, service));
                    restrictions.replace(table);
                }
                case 2 -> now.addAndGet(random.nextInt(4));
                default -> {
                    Use use = any(random, Use.values());
                    Measures measures = table.get(new RestrictedService(subscription, service));
                    assertThat(serves(subscription, service, use))
                            .as("seed %d step %d: %s under %s at %d", seed, step, use, measures, now.get())
                            .isEqualTo(measures == null || allows(measures, use));
                }
            }
        }
    }

    private static <T> T any(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }

    private Measures measures(Random random) {
        List<Restriction> restricted = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Level level = any(random, Level.values());
            restricted.add(new Restriction(level, "c" + i, now.get() + random.nextInt(20)));
        }
        List<ExportGrant> grants = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            long from = now.get() + random.nextInt(10);
            grants.add(new ExportGrant(i, from, from + random.nextInt(10)));
        }
        return new Measures(restricted, grants);
    }

    private boolean allows(Measures measures, Use use) {
        EnumSet<Level> levels = EnumSet.noneOf(Level.class);
        for (Restriction each : measures.restrictions()) {
            if (each.until() > now.get()) {
                levels.add(each.level());
            }
        }
        boolean granted = false;
        for (ExportGrant each : measures.grants()) {
            granted |= each.from() <= now.get() && each.until() > now.get();
        }
        if (levels.contains(Level.DISABLED)) {
            return false;
        }
        if (levels.contains(Level.EXPORT_ONLY)) {
            return granted && (use == Use.READ || use == Use.PREFLIGHT);
        }
        return !levels.contains(Level.NO_GROWTH) || use != Use.GROWTH;
    }
}
