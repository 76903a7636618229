package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigReader;
import lazurite.server.log.LogLines;

/** {@code serve}: runs a server until the process is told to end (SIGTERM, SIGINT), then stops it cleanly. */
final class Serve {
    private static final System.Logger LOG = System.getLogger(Serve.class.getName());

    private Serve() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forServing(words);
        arguments.noOperands("serve");
        ConfigWatch watch = arguments.file() == null ? null : new ConfigWatch(arguments, arguments.file());
        ConfigReader.Loaded loaded = arguments.load();
        LogLines.level(loaded.config().log().level());
        Lazurite server = Lazurite.start(loaded.config());
        stopAtEnd(server);
        announce(server, loaded, out);
        if (watch != null) {
            watch.start(loaded.config(), server);
        }
        return forever();
    }

    /**
     * A clean stop ends with status 0 whatever signal asked for it, so that who supervises the process sees success;
     * by itself the JVM would say 143.
     */
    private static void stopAtEnd(Lazurite server) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            LOG.log(Level.INFO, "stopping");
            boolean clean = server.stop();
            LOG.log(Level.INFO, clean ? "stopped" : "stopped, not cleanly");
            Runtime.getRuntime().halt(clean ? Main.DONE : Main.FAILED);
        }));
    }

    /** The start-up lines. They show no key but the one that everybody knows. */
    static void announce(Lazurite server, ConfigReader.Loaded loaded, PrintStream out) {
        loaded.notes().forEach(note -> LOG.log(Level.WARNING, note));
        Config config = loaded.config();
        StringBuilder lines = new StringBuilder("Lazurite " + Version.text() + "\n");
        lines.append("  data       ")
                .append(
                        config.inMemory()
                                ? "in memory, lost at the end"
                                : config.data().toAbsolutePath())
                .append('\n');
        for (AccountSettings settings : config.accounts()) {
            lines.append("  blob       ")
                    .append(server.blobEndpoint(settings.account().name()))
                    .append('\n');
            String website = server.webEndpoint(settings.account().name());
            if (website != null) {
                lines.append("  web        ").append(website).append('\n');
            }
        }
        lines.append("  queue      not built yet; nothing listens on ")
                .append(config.ports().queue())
                .append("\n  table      not built yet; nothing listens on ")
                .append(config.ports().table())
                .append("\n  operator   ")
                .append(server.operatorAddress())
                .append(" (/metrics, /healthz, /readyz)\n");
        if (server.ledgerAddress() != null) {
            lines.append("  ledger     ").append(server.ledgerAddress()).append(" (/checkpoint, /tile/)\n");
            lines.append("  verify by  ").append(server.ledgerKeys().getFirst()).append('\n');
        }
        if (server.certificateAuthority() != null) {
            lines.append("  trust      ").append(server.certificateAuthority()).append('\n');
        }
        config.accounts().stream()
                .filter(AccountSettings::servesDevKey)
                .map(settings -> server.knownConnectionString(settings.account().name()))
                .forEach(known -> lines.append("  connect    ").append(known).append('\n'));
        out.print(lines);
        out.flush();
        if (!server.isOnLoopback() && config.accounts().stream().anyMatch(AccountSettings::servesDevKey)) {
            LOG.log(
                    Level.WARNING,
                    "the dev account''s key is known to everybody, and {0} is reachable from other machines: "
                            + "configure accounts with keys of your own",
                    config.host());
        }
    }

    private static int forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return Main.DONE;
    }
}
