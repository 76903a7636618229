package lazurite.governance.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import lazurite.base.Platform;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.OrderEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Hash;
import lazurite.store.Engine;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random steps of cases, time and restarts, against a reference that knows orders and their ends and nothing else. */
final class OfficeModelTest {
    private static final int STEPS = 250;
    private static final long HOUR = Town.DAY / 24;

    /** A decision as the reference sees it. */
    private static final class Decision {
        final String id;
        final Level level;
        long until;
        boolean granted;
        boolean ratifies;

        Decision(String id, Level level, long until) {
            this.id = id;
            this.level = level;
            this.until = until;
        }

        boolean holds(long now) {
            return !granted && now < until;
        }
    }

    /** An order as the reference sees it. */
    private static final class Order {
        final String id;
        final Level level;
        final @Nullable Long decision;
        final long ratifyUntil;
        long until;
        boolean ratified;
        boolean ended;

        @Nullable
        Long ratifiedBy;

        Order(String id, Level level, @Nullable Long decision, long until, long ratifyUntil) {
            this.id = id;
            this.level = level;
            this.decision = decision;
            this.until = until;
            this.ratifyUntil = ratifyUntil;
            this.ratified = decision != null;
        }

        boolean acts(long now) {
            return !ended && now < until && (ratified || now < ratifyUntil);
        }

        boolean isOf(long index) {
            return (decision != null && decision == index) || (ratifiedBy != null && ratifiedBy == index);
        }
    }

    private final Map<Long, Decision> decisions = new TreeMap<>();
    private final Map<Long, Order> orders = new TreeMap<>();
    private final Map<Long, Long> appeals = new TreeMap<>();
    private int cases;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theFrontEndsDoWhatTheReferenceSays(long seed) throws Exception {
        Random random = new Random(seed);
        try (Engine engine = new MemoryEngine(Platform.system())) {
            Town town = Town.founded(engine.metadata(), question -> true, Quorum.NONE_NEEDED);
            for (int step = 0; step < STEPS; step++) {
                String done = step(town, random);
                endWhatIsOver(town.clock.get());
                Set<String> expected = new TreeSet<>();
                orders.values().stream()
                        .filter(order -> order.acts(town.clock.get()))
                        .forEach(order -> expected.add(order.id + " " + order.level));
                Set<String> actual = new TreeSet<>();
                town.frontEnds.orders.forEach(order -> actual.add(order.caseId() + " " + order.level()));
                assertThat(actual).as("seed %d, step %d: %s", seed, step, done).isEqualTo(expected);
            }
            town.stop();
        }
    }

    private String step(Town town, Random random) throws Exception {
        long now = town.clock.get();
        return switch (random.nextInt(12)) {
            case 0 -> decide(town, random);
            case 1, 2 -> order(town, random);
            case 3 -> emergency(town, random);
            case 4, 5 -> ratify(town, random);
            case 6 -> lift(town, random);
            case 7 -> renew(town, random);
            case 8 -> fileAppeal(town, random);
            case 9 -> decideAppeal(town, random);
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    town.restart();
                    yield "restart";
                }
                yield "nothing";
            }
            default -> {
                long hours = 1L + random.nextInt(random.nextBoolean() ? 30 : 400);
                town.pass(hours * HOUR);
                yield hours + " hours behind " + now;
            }
        };
    }

    /** What ended stays ended, whatever is renewed later. */
    private void endWhatIsOver(long now) {
        orders.values().stream().filter(order -> !order.acts(now)).forEach(order -> order.ended = true);
        decisions.values().stream()
                .filter(decision -> !decision.holds(now))
                .forEach(decision -> decision.granted = true);
    }

    private String decide(Town town, Random random) {
        String id = "C-" + ++cases;
        Level level = level(random);
        long until = town.clock.get() + (1L + random.nextInt(60)) * Town.DAY;
        decisions.put(town.decided(id, levels(level), until), new Decision(id, level, until));
        return "decided " + id;
    }

    private String order(Town town, Random random) {
        Long index = any(decisions, random);
        if (index == null) {
            return "nothing to order";
        }
        long now = town.clock.get();
        Decision decision = decision(index);
        Level level = level(random);
        long until = decision.until - (long) random.nextInt(3) * HOUR;
        boolean may = decision.holds(now)
                && !decision.ratifies
                && until > now
                && level.compareTo(decision.level) <= 0
                && orders.values().stream().noneMatch(order -> order.isOf(index) && order.acts(now));
        Long made = attempt(town, may, "tom", town.order(decision.id, index, levels(level), until));
        if (made != null) {
            orders.put(made, new Order(decision.id, level, index, until, 0));
        }
        return "order of " + index + " " + may;
    }

    private String emergency(Town town, Random random) {
        String id = "C-" + ++cases;
        town.does(
                "rita",
                new CaseEvent.Opened(
                        id, Town.CUSTOMER, List.of(MeteredService.BLOB), List.of(), CaseEvent.Source.LEGAL));
        town.does("rita", new CaseEvent.Evidence(id, Hash.sha256(Town.FACTS)), Town.FACTS);
        Level level = level(random);
        long until = town.clock.get() + (1L + random.nextInt(60)) * Town.DAY;
        long made = town.does("rita", town.order(id, null, levels(level), until));
        orders.put(made, new Order(id, level, null, until, town.clock.get() + Rules.RATIFY_MAX));
        return "emergency " + id;
    }

    private String ratify(Town town, Random random) {
        Long index = any(orders, random);
        if (index == null) {
            return "nothing to ratify";
        }
        long now = town.clock.get();
        Order order = orderAt(index);
        long until = now + (1L + random.nextInt(60)) * Town.DAY;
        boolean may = order.decision == null && !order.ratified && order.acts(now);
        CaseEvent.Decision decision = new CaseEvent.Decision(
                order.id,
                CaseEvent.Outcome.RATIFY,
                Town.CLAUSE,
                town.terms(),
                null,
                index,
                levels(order.level),
                until,
                List.of(Hash.sha256(Town.FACTS)),
                Hash.sha256(Town.LETTER),
                false);
        Long made = attempt(town, may, "tom", decision);
        if (made != null) {
            order.ratified = true;
            order.ratifiedBy = made;
            order.until = until;
            Decision ratification = new Decision(order.id, order.level, until);
            ratification.ratifies = true;
            decisions.put(made, ratification);
        }
        return "ratify " + index + " " + may;
    }

    private String lift(Town town, Random random) {
        Long index = any(orders, random);
        if (index == null) {
            return "nothing to lift";
        }
        Order order = orderAt(index);
        boolean may = order.acts(town.clock.get());
        attempt(town, may, "tom", new OrderEvent.Lifted(order.id, index, OrderEvent.End.LIFTED_EARLY));
        order.ended = true;
        return "lift " + index;
    }

    private String renew(Town town, Random random) {
        Long index = any(decisions, random);
        if (index == null) {
            return "nothing to renew";
        }
        long now = town.clock.get();
        Decision decision = decision(index);
        long until = now + (1L + random.nextInt(60)) * Town.DAY;
        boolean may = decision.holds(now) && until > decision.until;
        Long made =
                attempt(town, may, "tom", new CaseEvent.Renewed(decision.id, index, until, Hash.sha256(Town.LETTER)));
        if (made != null) {
            decision.until = until;
            orders.values().stream()
                    .filter(order -> order.isOf(index) && !order.ended)
                    .forEach(order -> order.until = until);
        }
        return "renew " + index + " " + may;
    }

    private String fileAppeal(Town town, Random random) {
        Long index = any(decisions, random);
        if (index == null || appeals.containsValue(index)) {
            return "nothing to appeal against";
        }
        long made = town.does(
                Town.CUSTOMER, new AppealEvent.Filed(decision(index).id, index, Hash.sha256(Town.LETTER)), Town.LETTER);
        appeals.put(made, index);
        return "appeal against " + index;
    }

    private String decideAppeal(Town town, Random random) {
        Long index = any(appeals, random);
        if (index == null) {
            return "no appeal to decide";
        }
        long against = Objects.requireNonNull(appeals.remove(index));
        boolean granted = random.nextBoolean();
        AppealEvent.Outcome outcome = granted ? AppealEvent.Outcome.GRANTED : AppealEvent.Outcome.REJECTED;
        town.does("bea", new AppealEvent.Decided(decision(against).id, index, outcome, Hash.sha256(Town.LETTER)));
        if (granted) {
            decision(against).granted = true;
            orders.values().stream().filter(order -> order.isOf(against)).forEach(order -> order.ended = true);
        }
        return "appeal " + index + " granted " + granted;
    }

    private static @Nullable Long attempt(Town town, boolean may, String actor, Event event) {
        try {
            long made = town.does(actor, event);
            assertThat(may).as("%s was taken", event).isTrue();
            return made;
        } catch (RefusedException refused) {
            assertThat(may)
                    .as("%s was refused: %s", event, refused.getMessage())
                    .isFalse();
            return null;
        }
    }

    private Decision decision(long index) {
        return Objects.requireNonNull(decisions.get(index));
    }

    private Order orderAt(long index) {
        return Objects.requireNonNull(orders.get(index));
    }

    private static Level level(Random random) {
        List<Level> all = List.of(Level.values());
        return all.get(random.nextInt(all.size()));
    }

    private static Map<MeteredService, Level> levels(Level level) {
        return Map.of(MeteredService.BLOB, level);
    }

    private static @Nullable Long any(Map<Long, ?> of, Random random) {
        List<Long> all = new ArrayList<>(of.keySet());
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }
}
