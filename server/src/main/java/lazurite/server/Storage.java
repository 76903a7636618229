package lazurite.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.server.config.Config;
import lazurite.server.config.Limits;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.copy.OutsideSources;
import lazurite.store.Engine;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.MasterKeyRing;
import lazurite.store.collector.Collector;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import lazurite.store.memory.MemoryEngine;
import org.jspecify.annotations.Nullable;

/**
 * What the services keep their state in: an engine, the keys, the bodies, and the collector that works behind them once
 * started.
 *
 * @param embedded the engine again if it keeps a data folder; null if it keeps everything in memory
 * @param data the data folder, there only if there is an embedded engine; and so the file of the master key
 */
record Storage(
        Engine engine,
        @Nullable EmbeddedEngine embedded,
        UidSource uids,
        MasterKeyRing keys,
        Bodies bodies,
        Collector collector,
        Pace pace,
        Path data,
        Path masterKey) {
    private static final System.Logger LOG = System.getLogger(Storage.class.getName());
    private static final String MASTER_KEY = "master.key";

    /**
     * Opens it, creating what is not there.
     *
     * @param closing takes what has to be closed at the end
     * @throws IOException with one clear sentence
     */
    static Storage open(Config config, Platform platform, Closing closing) throws IOException {
        Pace pace = Pace.chosen();
        EmbeddedEngine embedded = config.inMemory() ? null : embedded(config, pace, platform);
        Engine engine = embedded == null ? new MemoryEngine(platform) : embedded;
        closing.first(engine::close);
        UidSource uids = new UidSource(platform);
        Collector.continueIds(uids, engine.metadata());
        MasterKeyRing keys = embedded == null
                ? MasterKeyRing.inMemory(engine.metadata(), uids, platform)
                : ring(masterKey(config), engine, uids, platform);
        Bodies bodies = new Bodies(engine, uids, platform, pace.bodies(config.limits()));
        closing.first(bodies::close);
        Collector collector = new Collector(engine, bodies, uids, platform, pace.collector());
        closing.first(collector::close);
        return new Storage(engine, embedded, uids, keys, bodies, collector, pace, config.data(), masterKey(config));
    }

    /** The Blob service over this storage. */
    BlobService blobService(Platform platform, OutsideSources outside, int outsideMax) {
        return new BlobService(engine, bodies, keys, uids, collector, platform, outside, outsideMax);
    }

    /** The file of the master key. */
    static Path masterKey(Config config) {
        Path chosen = config.masterKey();
        return chosen == null ? config.data().resolve(MASTER_KEY) : chosen;
    }

    /** The engine alone, of a data folder. */
    static EmbeddedEngine embedded(Config config, Pace pace, Platform platform) throws IOException {
        Limits limits = config.limits();
        Settings settings = Settings.defaults(CacheFolder.path())
                .withFreeBytesMin(limits.diskFloorBytes())
                .withMemory(limits.blockCacheBytes(), pace.writeBufferBytes());
        EmbeddedEngine engine = EmbeddedEngine.open(config.data(), settings, platform);
        // the start has just consumed the damaged log, so nobody after it can tell
        engine.damages().forEach(damage -> LOG.log(Level.ERROR, damage));
        return engine;
    }

    private static MasterKeyRing ring(Path file, Engine engine, UidSource uids, Platform platform) throws IOException {
        try {
            return MasterKeyRing.open(file, engine.metadata(), uids, platform);
        } catch (StorageException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    /**
     * Copies the data while it is served. A master key that lies in the data folder goes along, so that the copy can be
     * served; one that is kept elsewhere does not.
     *
     * @param target a folder that is not there or is empty
     */
    void backup(Path target) throws IOException {
        if (embedded == null) {
            throw new IOException("what is kept in memory cannot be backed up");
        }
        boolean keyInside = masterKey.equals(data.resolve(MASTER_KEY));
        embedded.checkpoint(target, keyInside ? List.of(masterKey) : List.of());
    }
}
