package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import org.junit.jupiter.api.Test;

/** Once a container's policy or hold is in force, all that is there stays, whatever was on its way. */
class WholeContainersTest {
    private static final int ROUNDS = 6;
    private static final int CLIENTS = 8;
    private static final int TRIES = 40;
    private static final OfContainer HELD = new OfContainer(false, null, List.of("case42"), false);
    private static final OfContainer LOCKED =
            new OfContainer(false, new Policy(1, true, Appends.NONE), List.of(), false);

    @Test
    void whatIsThereWhenItIsProtectedStaysAsItIs() throws Exception {
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            refused += protectAmidChanges(round, round % 2 == 0 ? HELD : LOCKED);
        }
        assertThat(refused).isPositive();
    }

    private static int protectAmidChanges(int round, OfContainer by) throws Exception {
        String container = RunningServer.container(Tenant.KEPT, "whole");
        String source = container + "/source";
        Client.once(Call.blob(source, MarkedBytes.of(9, 20_000))).require(201);
        List<Target> targets = new ArrayList<>();
        for (Target.Kind kind : Target.Kind.values()) {
            targets.add(new Target(kind, container + "/" + kind));
            targets.add(new Target(kind, container + "/more-" + kind));
        }
        Phases phases = new Phases();
        List<Crowd.Step> attacks = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = Seed.random("whole", round * CLIENTS + i);
            attacks.add(client -> attack(client, targets.get(random.nextInt(targets.size())), source, random, phases));
        }
        Crowd.during(
                1,
                (client, index) -> {
                    await(client, container, phases, TRIES);
                    RunningServer.protect(container, by);
                    Map<Target, String> then = states(client, targets);
                    phases.forbid();
                    await(client, container, phases, phases.tried() + TRIES);
                    assertThat(states(client, targets)).containsAllEntriesOf(then);
                    return index;
                },
                attacks);
        Reply gone = Client.once(Call.delete(container + "?restype=container")).require(409);
        assertThat(gone.error())
                .isEqualTo(by.equals(HELD) ? "ContainerHasLegalHold" : "ContainerImmutabilityPolicyLocked");
        return phases.refused();
    }

    @Test
    void aContainerThatIsThereWhenItIsProtectedStays() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            OfContainer by = round % 2 == 0 ? HELD : LOCKED;
            String container = RunningServer.container(Tenant.KEPT, "whole");
            Client.once(Call.blob(container + "/a", MarkedBytes.of(1, 100))).require(201);
            List<Reply> replies = Crowd.of(2, (client, index) -> {
                if (index == 0) {
                    return client.send(Call.delete(container + "?restype=container"))
                            .require(202, 409);
                }
                RunningServer.protect(container, by);
                return client.send(Call.get(container + "/a")).require(200, 404);
            });
            boolean deleted = replies.getFirst().ok();
            boolean seen = replies.getLast().ok();
            assertThat(deleted && seen)
                    .as("seen under protection, then deleted")
                    .isFalse();
            assertThat(Client.once(Call.get(container + "/a")).ok()).isEqualTo(!deleted);
        }
    }

    /** Nothing may be added to what is protected; what is not there may be made. */
    private static void attack(Client client, Target target, String source, Random random, Phases phases)
            throws IOException {
        List<Call> all = new ArrayList<>(target.changes());
        all.addAll(target.replacements(source));
        all.add(Call.delete(target.path()));
        Call call = all.get(random.nextInt(all.size()));
        if (client.send(Call.head(target.path())).require(200, 404).ok()) {
            phases.attempt(client, call);
        } else {
            client.send(target.make()).require(201, 409);
        }
    }

    /** Asks for something until so many changes were tried. */
    private static void await(Client client, String container, Phases phases, int tried) throws IOException {
        while (phases.tried() < tried) {
            client.send(Call.head(container + "?restype=container")).require(200);
        }
    }

    /** ETags of those that are there. */
    private static Map<Target, String> states(Client client, List<Target> targets) throws IOException {
        Map<Target, String> states = new HashMap<>();
        for (Target target : targets) {
            Reply reply = client.send(Call.head(target.path())).require(200, 404);
            if (reply.ok()) {
                states.put(target, reply.etag());
            }
        }
        return states;
    }
}
