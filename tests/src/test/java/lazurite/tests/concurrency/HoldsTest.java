package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A legal hold or a policy of one version against those who change and delete it. */
class HoldsTest {
    private static final int RACES = 5;
    private static final int ROUNDS = 9;
    private static final int ATTACKERS = 6;
    private static final int TRIES = 18;

    /** A version that is being held. */
    private record Held(Target target, String version) {
        String versioned() {
            return target.path() + "?versionid=" + version;
        }
    }

    @Test
    void ofADeleteAndAHoldOneWins() throws Exception {
        String container = RunningServer.container(Tenant.VERSIONS, "holds");
        for (int race = 0; race < RACES; race++) {
            String path = container + "/raced" + race;
            String first = version(Call.blob(path, MarkedBytes.of(1, 100)));
            String snapshot =
                    Client.once(Call.put(path + "?comp=snapshot")).require(201).header("x-ms-snapshot");
            String alone = path + "-alone";
            race(path + "?snapshot=" + snapshot, race % 2 == 0);
            race(path + "?versionid=" + first, race % 2 == 0);
            race(alone + "?versionid=" + version(Call.blob(alone, MarkedBytes.of(2, 30_000))), race % 2 == 0);
        }
    }

    /** Two who delete and two who protect. */
    private static void race(String at, boolean hold) throws Exception {
        String until = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plus(Duration.ofDays(1)));
        Call protect = hold
                ? Call.put(at + "&comp=legalhold").with("x-ms-legal-hold", "true")
                : Call.put(at + "&comp=immutabilityPolicies").with("x-ms-immutability-policy-until-date", until);
        List<Reply> replies = Crowd.of(4, (client, index) -> client.send(index % 2 == 0 ? protect : Call.delete(at)));
        boolean there = Client.once(Call.head(at)).require(200, 404).ok();
        assertThat(replies.stream().map(Reply::error))
                .isSubsetOf("", there ? "BlobImmutableDueToPolicy" : "BlobNotFound");
        long held = replies.stream().filter(reply -> reply.status() == 200).count();
        long deleted = replies.stream().filter(reply -> reply.status() == 202).count();
        assertThat(List.of(held, deleted))
                .as("holds and deletes of %s", at)
                .isEqualTo(there ? List.of(2L, 0L) : List.of(0L, 1L));
    }

    @Test
    void whatIsHeldStaysAsItIsUntilTheHoldIsCleared() throws Exception {
        String container = RunningServer.container(Tenant.VERSIONS, "holds");
        Phases phases = new Phases();
        AtomicReference<Held> current = new AtomicReference<>(make(container, 0));
        List<Crowd.Step> attacks = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            Random random = Seed.random("holds", i);
            attacks.add(client -> attack(client, current.get(), random, phases));
        }
        Crowd.during(
                1,
                (client, index) -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        Held held = make(container, round);
                        current.set(held);
                        hold(client, held, phases);
                    }
                    return index;
                },
                attacks);
        assertThat(phases.refused()).isPositive();
    }

    private static void hold(Client client, Held held, Phases phases) throws IOException {
        Call hold = Call.put(held.versioned() + "&comp=legalhold");
        if (!client.send(hold.with("x-ms-legal-hold", "true")).require(200, 404).ok()) {
            return;
        }
        String state = state(client, held);
        phases.forbid();
        int enough = phases.tried() + TRIES;
        while (phases.tried() < enough) {
            assertThat(state(client, held)).isEqualTo(state);
        }
        phases.allow();
        client.send(hold.with("x-ms-legal-hold", "false")).require(200);
    }

    private static String state(Client client, Held held) throws IOException {
        Reply reply = client.send(Call.get(held.versioned())).require(200);
        assertThat(reply.header("x-ms-legal-hold")).isEqualTo("true");
        return reply.etag() + reply.header("x-ms-blob-committed-block-count") + reply.text();
    }

    /** Deletes are of the version: the blob's own would make it a previous version. */
    private static void attack(Client client, Held held, Random random, Phases phases) throws IOException {
        List<Call> calls = new ArrayList<>(held.target().changes());
        calls.removeFirst(); // metadata make another version
        calls.add(Call.delete(held.versioned()));
        phases.attempt(client, calls.get(random.nextInt(calls.size())));
    }

    private static Held make(String container, int round) throws IOException {
        Target.Kind[] kinds = Target.Kind.values();
        Target target = new Target(kinds[round % kinds.length], container + "/held" + round);
        return new Held(target, version(target.make()));
    }

    private static String version(Call write) throws IOException {
        return Client.once(write).require(201).header("x-ms-version-id");
    }
}
