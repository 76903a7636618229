package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import lazurite.terms.meter.MeteredService;

/** Writes a log of machine entries as it is served: heartbeats and the meters of many subscriptions, day by day. */
final class BigLog {
    private static final int SUBSCRIPTIONS = 5_000;
    private static final long BEAT_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    private final Path folder;
    private final Edge edge = new Edge();
    private final Map<String, StreamPosition> streams = new HashMap<>();
    private final List<byte[]> tile = new ArrayList<>();
    private long now = FIRST.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();

    private BigLog(Path folder) {
        this.folder = folder;
    }

    /** Writes at least so many entries; how many they came to. */
    static long write(Path folder, SignerKey key, long entries) {
        BigLog log = new BigLog(folder);
        log.add(new LogEvent.Genesis(
                key.verifier().name(), List.of(key.verifier().text()), "1", null));
        log.add(new LogEvent.Heartbeat("1"));
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            log.add(new SubscriptionEvent.Opened(
                    "s-" + i, FIRST.toString(), "press", List.of(MeteredService.BLOB), "2026-02-01"));
        }
        for (LocalDate day = FIRST; log.edge.size() < entries; day = day.plusDays(1)) {
            log.day(day);
        }
        return log.end(key);
    }

    private void day(LocalDate day) {
        long until = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        while (now < until) {
            now += BEAT_MILLIS;
            add(new LogEvent.Heartbeat("1"));
        }
        TreeMap<String, Long> bands = new TreeMap<>(Map.of("blob.UsedCapacity", 40L, "blob.Transactions", 12L));
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            add(new MeterEvent.Daily("s-" + i, day.toString(), List.of(), "press", bands));
        }
    }

    private void add(Event event) {
        StreamPosition at = streams.getOrDefault(event.stream(), StreamPosition.FIRST);
        Entry entry = event.draft(now, "server", Hash.sha256()).at(at);
        byte[] bytes = entry.bytes();
        streams.put(event.stream(), new StreamPosition(at.seq() + 1, Hash.sha256(bytes)));
        tile.add(bytes);
        edge.append(Merkle.leaf(bytes)).forEach(full -> write(full.path(), full.bytes()));
        if (tile.size() == TilePath.WIDTH) {
            entries();
        }
    }

    private long end(SignerKey key) {
        if (!tile.isEmpty()) {
            entries();
        }
        edge.partials().forEach(partial -> write(partial.path(), partial.bytes()));
        Checkpoint checkpoint = new Checkpoint(key.verifier().name(), edge.size(), edge.root());
        Note note = new Note(checkpoint.text(), List.of(key.sign(checkpoint, Instant.ofEpochMilli(now))));
        write("checkpoint", note.bytes());
        return edge.size();
    }

    private void entries() {
        write(new TilePath.Entries((edge.size() - 1) / TilePath.WIDTH, tile.size()), Tiles.ofEntries(tile));
        tile.clear();
    }

    private void write(TilePath path, byte[] bytes) {
        write(path.toString(), bytes);
    }

    private void write(String path, byte[] bytes) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
