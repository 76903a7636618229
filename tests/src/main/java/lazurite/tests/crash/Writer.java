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
    private static final int NAMES = 6;

    private final String id;
    private final Random random;
    private final boolean faultsExpected;
    private final Actions actions;
    private final ContainerActions containerActions;
    private final HoldWriter holds;
    private final Map<String, Belief<ContainerModel>> containers = new TreeMap<>();
    private final Map<String, Map<String, Belief<BlobModel>>> blobs = new TreeMap<>();
    private final AtomicLong acknowledged = new AtomicLong();

    /**
     * @param faultsExpected whether the server may answer 5xx because its disk fails
     * @param expiring whether blobs may expire
     */
    Writer(int number, long seed, boolean faultsExpected, boolean expiring) {
        this.id = "writer-" + number;
        this.random = new Random(seed);
        this.faultsExpected = faultsExpected;
        this.actions = new Actions(random, expiring);
        this.containerActions = new ContainerActions(random);
        this.holds = new HoldWriter(id, random, this::answered);
        for (int i = 0; i < CONTAINERS; i++) {
            containers.put(id + "-" + i, Belief.certain(ContainerModel.ABSENT));
            blobs.put(id + "-" + i, new TreeMap<>());
        }
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /**
     * Works until the server ends.
     *
     * @param ending true from before the server is told to end: until then it must not break a connection
     */
    void work(ServerUnderTest server, SharedLog log, BooleanSupplier ending) {
        try (BlobWire wire = new BlobWire(server);
                BlobWire holding = new BlobWire(server, CrashConfig.HOLDING, server.key())) {
            while (!ending.getAsBoolean()) {
                switch (random.nextInt(10)) {
                    case 0 -> log.append(wire, id, random.nextLong(), ending);
                    case 1, 2 -> holds.step(holding, ending);
                    default -> step(wire, ending);
                }
            }
        } catch (IOException serverGone) {
            if (!ending.getAsBoolean()) {
                throw new Violation(
                        "while serving, the server broke a connection: " + serverGone + "\n" + server.outputTail());
            }
        }
    }

    private void step(BlobWire wire, BooleanSupplier ending) throws IOException {
        String container = id + "-" + random.nextInt(CONTAINERS);
        Belief<ContainerModel> belief = container(container);
        if (!belief.isCertain()) {
            return;
        }
        if (!belief.known().exists() || random.nextInt(40) == 0) {
            onContainer(wire, container, belief.known(), ending);
        } else {
            write(wire, container, ending);
        }
    }

    private void onContainer(BlobWire wire, String name, ContainerModel known, BooleanSupplier ending)
            throws IOException {
        ContainerActions.Action action = containerActions.choose(wire.path(name, ""), known);
        containers.put(name, Belief.certain(known).orElse(action.after(), action.name()));
        if (answered(wire.call(action.call()), action.status(), action.name() + " " + name, ending)) {
            containers.put(name, Belief.certain(action.after()));
            if (!action.after().exists()) {
                in(name).clear();
            }
        }
    }

    private void write(BlobWire wire, String container, BooleanSupplier ending) throws IOException {
        String name = "blob-" + random.nextInt(NAMES);
        Belief<BlobModel> belief = blob(container, name);
        if (!belief.isCertain() || random.nextInt(6) == 0) {
            read(wire, container, name, belief, ending);
            return;
        }
        String sourceContainer = id + "-" + random.nextInt(CONTAINERS);
        String sourceName = "blob-" + random.nextInt(NAMES);
        Belief<BlobModel> source = blob(sourceContainer, sourceName);
        String sourceUrl = BlobCall.ROOT + wire.path(sourceContainer, sourceName);
        boolean usable = source.isCertain()
                && container(sourceContainer).isCertain()
                && !(sourceName.equals(name) && sourceContainer.equals(container));
        Action action = actions.choose(
                wire.path(container, name), belief.known(), sourceUrl, usable ? source.known() : BlobModel.ABSENT);
        in(container).put(name, belief.orElse(action.expected(), action.name()));
        Reply reply = wire.call(action.call());
        if (answered(reply, action.status(), action.name() + " " + container + "/" + name, ending)) {
            in(container).put(name, Belief.certain(action.after(reply)));
        }
    }

    /** Reads go on whatever the disk does. What a read has shown of a refused operation stays shown. */
    private void read(BlobWire wire, String container, String name, Belief<BlobModel> belief, BooleanSupplier ending)
            throws IOException {
        Cover cover = belief.known().keeping().cover();
        Reply reply = wire.call(cover.opening(BlobCall.of("GET", wire.path(container, name))));
        if (ending.getAsBoolean() && reply.status() == 503) {
            return;
        }
        List<BlobModel> fitting = belief.all().stream()
                .filter(model -> shows(model, cover, reply))
                .toList();
        if (fitting.isEmpty()) {
            throw new Violation(
                    "while serving, reading " + container + "/" + name + " answered " + reply + " where the blob ("
                            + belief.about() + ") is " + belief.known().type());
        }
        if (!fitting.contains(belief.known())) {
            in(container).put(name, Belief.certain(fitting.getFirst()));
        }
    }

    /** @param cover what the read brought along */
    private static boolean shows(BlobModel model, Cover cover, Reply reply) {
        if (!model.exists()) {
            return reply.status() == 404;
        }
        Keeping keeping = model.keeping();
        boolean open = cover.key().equals(keeping.cover().key());
        if (keeping.isArchived() || !open) {
            return reply.status() == 409;
        }
        return reply.status() == 200 && Arrays.equals(reply.body(), Piece.join(model.pieces()));
    }

    /** Whether it was done; a refusal that a failing disk or the server's end explains leaves it open whether. */
    private boolean answered(Reply reply, int status, String what, BooleanSupplier ending) {
        if (reply.status() == status) {
            acknowledged.incrementAndGet();
            return true;
        }
        if (reply.status() == 503 && (faultsExpected || ending.getAsBoolean())) {
            return false;
        }
        throw new Violation(what + " answered " + reply);
    }

    private Belief<ContainerModel> container(String name) {
        return containers.getOrDefault(name, Belief.certain(ContainerModel.ABSENT));
    }

    private Map<String, Belief<BlobModel>> in(String container) {
        return blobs.computeIfAbsent(container, none -> new TreeMap<>());
    }

    private Belief<BlobModel> blob(String container, String name) {
        return in(container).getOrDefault(name, Belief.certain(BlobModel.ABSENT));
    }

    /** Holds everything against the server, and goes on from what was found where an answer was missing. */
    void verify(ServerUnderTest server) {
        try (BlobWire wire = new BlobWire(server);
                BlobWire holding = new BlobWire(server, CrashConfig.HOLDING, server.key())) {
            holds.verify(holding);
            Verifier verifier = new Verifier(wire);
            for (String container : List.copyOf(containers.keySet())) {
                ContainerModel found = verifier.container(container, container(container));
                containers.put(container, Belief.certain(found));
                if (!found.exists()) {
                    in(container).clear();
                    continue;
                }
                Map<String, BlobModel> state = verifier.blobs(container, in(container));
                in(container).clear();
                state.forEach((name, model) -> in(container).put(name, Belief.certain(model)));
            }
        } catch (IOException e) {
            throw new Violation("the restarted server broke a connection: " + e + "\n" + server.outputTail());
        }
    }
}
