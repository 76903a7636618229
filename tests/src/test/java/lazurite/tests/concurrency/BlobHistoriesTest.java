package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import lazurite.tests.concurrency.History.Event;
import lazurite.tests.concurrency.History.Operation;
import lazurite.tests.concurrency.History.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each blob is a register: what clients see of it has an order that one client alone could have seen. */
class BlobHistoriesTest {
    private static final int[] LENGTHS = {64, 16 << 10, 20_000, 300_000};

    @Test
    void severalBlobsOfEverySizeAreLinearizable() throws Exception {
        List<Register> registers = new ArrayList<>();
        for (int length : LENGTHS) {
            registers.add(new Register(RunningServer.container("histories") + "/" + length, length));
        }
        run(registers, 8, 140);
    }

    @Test
    void oneHotBlobIsLinearizable() throws Exception {
        run(List.of(new Register(RunningServer.container("histories") + "/hot", 100)), 16, 50);
    }

    private static void run(List<Register> registers, int clients, int operations) throws Exception {
        Crowd.of(clients, (client, index) -> {
            Random random = Seed.random("histories", index + registers.size() * 1_000);
            Map<Register, Seen> seen = new HashMap<>();
            for (int i = 0; i < operations; i++) {
                Register register = registers.get(random.nextInt(registers.size()));
                Seen now = register.once(client, index, random, seen.get(register));
                if (now != null) {
                    seen.put(register, now);
                }
            }
            return index;
        });
        List<Event> all = new ArrayList<>();
        for (Register register : registers) {
            List<Event> events = register.history.events();
            all.addAll(events);
            assertThat(Linearizability.violation(events)).as(register.path).isNull();
        }
        assertThat(all)
                .anyMatch(event -> event.operation() instanceof Operation.Swap swap && swap.outcome() == Outcome.DONE);
    }

    /** A version that a client knows. */
    private record Seen(String etag, int value) {}

    /** One blob with its history; an ETag belongs to one content for ever. */
    private static final class Register {
        final String path;
        final History history = new History();
        private final int length;
        private final AtomicInteger values = new AtomicInteger();
        private final EtagLedger etags = new EtagLedger();

        Register(String path, int length) {
            this.path = path;
            this.length = length;
        }

        /** One random operation; what the client knows of the blob behind it, null if nothing new. */
        @Nullable
        Seen once(Client client, int index, Random random, @Nullable Seen seen) throws IOException {
            int draw = random.nextInt(100);
            boolean lost = random.nextInt(100) == 0;
            if (draw < 35) {
                return read(client, index);
            }
            int value = values.incrementAndGet();
            Call put = Call.blob(path, MarkedBytes.of(value, length));
            if (draw < 50) {
                return change(client, index, put, lost, value, outcome -> new Operation.Write(value, outcome));
            }
            if (draw < 65) {
                Call create = put.with("if-none-match", "*");
                return change(client, index, create, lost, value, outcome -> new Operation.Create(value, outcome));
            }
            if (draw < 75) {
                Call delete = Call.delete(path);
                return change(client, index, delete, lost, History.ABSENT, Operation.Delete::new);
            }
            if (seen == null) {
                return read(client, index);
            }
            if (draw < 80) {
                Call delete = Call.delete(path).with("if-match", seen.etag);
                return change(
                        client,
                        index,
                        delete,
                        lost,
                        History.ABSENT,
                        outcome -> new Operation.DeleteIf(seen.value, outcome));
            }
            Call swap = put.with("if-match", seen.etag);
            return change(client, index, swap, lost, value, outcome -> new Operation.Swap(seen.value, value, outcome));
        }

        private @Nullable Seen read(Client client, int index) throws IOException {
            long called = System.nanoTime();
            Reply reply = client.send(Call.get(path)).require(200, 404);
            long returned = System.nanoTime();
            int value = reply.status() == 404 ? History.ABSENT : (int) MarkedBytes.id(reply.body());
            history.add(new Event(index, new Operation.Read(value), called, returned));
            return value == History.ABSENT ? null : seen(reply, value);
        }

        @FunctionalInterface
        private interface Answered {
            Operation with(Outcome outcome);
        }

        private @Nullable Seen change(Client client, int index, Call call, boolean lost, int value, Answered answered)
                throws IOException {
            long called = System.nanoTime();
            if (lost) {
                client.abandon(call);
                history.add(new Event(index, answered.with(Outcome.UNKNOWN), called, Long.MAX_VALUE));
                return null;
            }
            Reply reply = client.send(call).require(201, 202, 404, 409, 412);
            long returned = System.nanoTime();
            Outcome outcome = reply.ok() ? Outcome.DONE : Outcome.REFUSED;
            history.add(new Event(index, answered.with(outcome), called, returned));
            return reply.status() == 201 ? seen(reply, value) : null;
        }

        private Seen seen(Reply reply, int value) {
            etags.record(reply.etag(), value);
            return new Seen(reply.etag(), value);
        }
    }
}
