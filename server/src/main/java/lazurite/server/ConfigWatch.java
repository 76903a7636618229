package lazurite.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
    private final Lazurite server;
    private Config seen;

    ConfigWatch(ServerArguments arguments, Config seen, Lazurite server) {
        this.arguments = arguments;
        this.seen = seen;
        this.server = server;
    }

    void start() {
        Path file = Objects.requireNonNull(arguments.file());
        Stamp first = Stamp.of(file);
        Thread.ofPlatform().daemon().name("config-watch").start(() -> watch(file, first));
    }

    private void watch(Path file, Stamp first) {
        Stamp last = first;
        try {
            while (true) {
                Thread.sleep(PERIOD);
                Stamp now = Stamp.of(file);
                if (!now.equals(last)) {
                    last = now;
                    reload();
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the file again and applies what can be applied. */
    void reload() {
        Config config;
        try {
            config = arguments.config();
        } catch (ConfigException wrong) {
            LOG.log(Level.ERROR, "the changed configuration is not used: {0}", wrong.getMessage());
            return;
        }
        if (!ConfigChanges.sameAccounts(seen, config)) {
            server.replaceAccounts(config.accounts());
            LOG.log(Level.INFO, "accounts are now {0}", names(config));
        }
        List<String> others = ConfigChanges.needRestart(seen, config);
        if (!others.isEmpty()) {
            LOG.log(Level.WARNING, "changes of {0} take effect at the next start", String.join(", ", others));
        }
        seen = config;
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
