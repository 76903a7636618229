package lazurite.tests.crash;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;

/**
 * One client with containers of its own, in which nobody else writes: so what each of its blobs must be is known exactly. It works until
 * the server is gone, and remembers what it was told and what it was never told.
 *
 * <p>Concurrency: one thread at a time.
 */
final class Writer {
    private static final int CONTAINERS = 2;
    private static final int NAMES = 9;

    private final String id;
    private final Random random;
    private final boolean faultsExpected;
    private final Actions actions;
    private final Map<String, Belief<Boolean>> containers = new TreeMap<>();
    private final Map<String, Map<String, Belief<BlobModel>>> blobs = new TreeMap<>();
    private final AtomicLong acknowledged = new AtomicLong();

    /** @param faultsExpected whether the server may answer 5xx because its disk fails */
    Writer(int number, long seed, boolean faultsExpected) {
        this.id = "writer-" + number;
        this.random = new Random(seed);
        this.faultsExpected = faultsExpected;
        this.actions = new Actions(random);
        for (int i = 0; i < CONTAINERS; i++) {
            containers.put(id + "-" + i, Belief.certain(false));
            blobs.put(id + "-" + i, new TreeMap<>());
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /** Works until `until` says stop or the connection breaks. */
    void work(ServerUnderTest server, SharedLog log, BooleanSupplier until) {
        try (BlobWire wire = new BlobWire(server)) {
            while (!until.getAsBoolean()) {
                if (random.nextInt(10) == 0) {
                    log.append(wire, id, random.nextLong());
                } else {
                    step(server, wire);
                }
            }
        } catch (IOException serverGone) {
            return;
        }
    }

    private void step(ServerUnderTest server, BlobWire wire) throws IOException {
        String container = id + "-" + random.nextInt(CONTAINERS);
        Belief<Boolean> exists = container(container);
        if (!exists.isCertain()) {
            return;
        }
        if (!exists.known()) {
            create(wire, container);
        } else if (random.nextInt(150) == 0) {
            delete(wire, container);
        } else {
            write(server, wire, container);
        }
    }

    private void create(BlobWire wire, String container) throws IOException {
        containers.put(container, Belief.certain(false).orElse(true, "create container"));
        BlobCall call = BlobCall.of("PUT", wire.path(container, "")).query("restype", "container");
        if (answered(wire.call(call), 201, "create container " + container)) {
            containers.put(container, Belief.certain(true));
        }
    }

    private void delete(BlobWire wire, String container) throws IOException {
        containers.put(container, Belief.certain(true).orElse(false, "delete container"));
        BlobCall call = BlobCall.of("DELETE", wire.path(container, "")).query("restype", "container");
        if (answered(wire.call(call), 202, "delete container " + container)) {
            containers.put(container, Belief.certain(false));
            in(container).clear();
        }
    }

    private void write(ServerUnderTest server, BlobWire wire, String container) throws IOException {
        String name = "blob-" + random.nextInt(NAMES);
        Belief<BlobModel> belief = blob(container, name);
        if (!belief.isCertain()) {
            return;
        }
        if (random.nextInt(6) == 0) {
            read(wire, container, name, belief.known());
            return;
        }
        String sourceName = "blob-" + random.nextInt(NAMES);
        Belief<BlobModel> source = blob(container, sourceName);
        String sourceUrl = server.root() + wire.path(container, sourceName);
        BlobModel copied = source.isCertain() && !sourceName.equals(name) ? source.known() : BlobModel.ABSENT;
        Action action = actions.choose(wire.path(container, name), belief.known(), sourceUrl, copied);
        in(container).put(name, belief.orElse(action.expected(), action.name()));
        Reply reply = wire.call(action.call());
        if (answered(reply, action.status(), action.name() + " " + container + "/" + name)) {
            in(container).put(name, Belief.certain(action.after(reply)));
        }
    }

    private void read(BlobWire wire, String container, String name, BlobModel blob) throws IOException {
        Reply reply = wire.call(BlobCall.of("GET", wire.path(container, name)));
        if (blob.exists() ? reply.status() != 200 : reply.status() != 404) {
            throw new Violation("while serving, reading " + container + "/" + name + " answered " + reply
                    + " where the blob is " + blob.type());
        }
        if (blob.exists() && !Arrays.equals(reply.body(), Piece.join(blob.pieces()))) {
            throw new Violation("while serving, " + container + "/" + name + " has other bytes than were put");
        }
    }

    /** Whether it was done; a refusal that a failing disk explains leaves it open whether. */
    private boolean answered(Reply reply, int status, String what) {
        if (reply.status() == status) {
            acknowledged.incrementAndGet();
            return true;
        }
        if (faultsExpected && reply.status() >= 500) {
            return false;
        }
        throw new Violation(what + " answered " + reply);
    }

    private Belief<Boolean> container(String name) {
        return containers.getOrDefault(name, Belief.certain(false));
    }

    private Map<String, Belief<BlobModel>> in(String container) {
        return blobs.computeIfAbsent(container, none -> new TreeMap<>());
    }

    private Belief<BlobModel> blob(String container, String name) {
        return in(container).getOrDefault(name, Belief.certain(BlobModel.ABSENT));
    }

    /** Holds everything against the server, and goes on from what was found where an answer was missing. */
    void verify(ServerUnderTest server) {
        try (BlobWire wire = new BlobWire(server)) {
            Verifier verifier = new Verifier(wire);
            for (String container : List.copyOf(containers.keySet())) {
                boolean found = verifier.container(container, container(container));
                containers.put(container, Belief.certain(found));
                if (!found) {
                    in(container).clear();
                    continue;
                }
                Map<String, BlobModel> state = verifier.blobs(container, in(container));
                in(container).clear();
                state.forEach((name, model) -> in(container).put(name, Belief.certain(model)));
            }
        } catch (IOException e) {
            throw new Violation("the restarted server broke a connection: " + e);
        }
    }
}
