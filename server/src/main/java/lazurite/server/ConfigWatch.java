package lazurite.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigChanges;
import lazurite.server.config.ConfigException;

/**
 * Watches the configuration file, so that an account's key is regenerated without a restart: looks once a second
 * whether the file's time, size or identity has changed. A valid change of accounts is served from then on; a wrong one
 * is reported and the accounts stay; other keys are named as needing a restart.
 *
 * <p>Concurrency: one daemon thread of its own.
 */
final class ConfigWatch {
    private static final System.Logger LOG = System.getLogger(ConfigWatch.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final ServerArguments arguments;
    private final Path file;
    private Stamp last;

    /** Made before the file is read for the start, so that no change after that is missed. */
    ConfigWatch(ServerArguments arguments, Path file) {
        this.arguments = arguments;
        this.file = file;
        this.last = Stamp.of(file);
    }

    /** @param served the configuration as it was read for the start */
    void start(Config served, Lazurite server) {
        Thread.ofPlatform().daemon().name("config-watch").start(() -> watch(served, server));
    }

    private void watch(Config served, Lazurite server) {
        Config seen = served;
        try {
            while (true) {
                Stamp now = Stamp.of(file);
                if (!now.equals(last)) {
                    last = now;
                    seen = reload(seen, server);
                }
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the file again and applies what can be applied; the configuration last seen valid. */
    private Config reload(Config seen, Lazurite server) {
        Config config;
        try {
            config = arguments.config();
            if (!ConfigChanges.sameAccounts(seen, config)) {
                server.replace(config);
                LOG.log(Level.INFO, "accounts are now {0}", names(config));
            }
        } catch (ConfigException wrong) {
            LOG.log(Level.ERROR, "the changed configuration is not used: {0}", wrong.getMessage());
            return seen;
        }
        List<String> others = ConfigChanges.needRestart(seen, config);
        if (!others.isEmpty()) {
            LOG.log(Level.WARNING, "changes of {0} take effect at the next start", String.join(", ", others));
        }
        return config;
    }

    private static List<String> names(Config config) {
        return config.accounts().stream()
                .map(AccountSettings::account)
                .map(account -> account.name())
                .toList();
    }

    /** What tells one state of the file from another; the same for all states in which it cannot be read. */
    private record Stamp(long millis, long size, String identity) {
        static Stamp of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(now.lastModifiedTime().toMillis(), now.size(), String.valueOf(now.fileKey()));
            } catch (IOException missing) {
                return new Stamp(0, -1, "");
            }
        }
    }
}
