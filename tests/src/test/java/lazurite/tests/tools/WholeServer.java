package lazurite.tests.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import lazurite.server.Lazurite;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigReader;
import lazurite.tests.process.Launch;
import lazurite.tests.run.SharedServer;

/**
 * A server over HTTPS with all that an account can be configured to have, which the scripts of one run share: account `whole` keeps
 * versions, account `plain` does not.
 */
final class WholeServer {
    private static final String CONFIG = """
            ports: {blob: 0, operator: 0, queue: 0, table: 0, web: 0}
            log: {level: warning}
            tls: {generate: true}
            copy: {sources: [127.0.0.0/8]}
            accounts:
              - name: whole
                keys: ["KEY"]
                blob:
                  versioning: true
                  containerRetentionDays: 7
                  immutableContainers: [{name: kept, immutableStorageWithVersioning: {enabled: true}}]
                  encryptionScopes: [{name: ward-7}, {name: desk}]
                  rehydration: {standard: 15h, high: 1h}
                containers: [{name: kept}]
              - name: plain
                keys: ["KEY"]
            """.replace("KEY", Launch.DEV_KEY);

    private final Lazurite server;

    private WholeServer(Lazurite server) {
        this.server = server;
    }

    static WholeServer get() {
        return Started.SERVER;
    }

    /** As scripts are told; the authority is told to Node.js and to Python under the names that they look for. */
    Map<String, String> environment() {
        String authority = Objects.requireNonNull(server.certificateAuthority()).toString();
        return Map.of(
                "ENDPOINT",
                server.blobEndpoint("whole"),
                "ACCOUNT",
                "whole",
                "PLAIN_ENDPOINT",
                server.blobEndpoint("plain"),
                "WEB",
                Objects.requireNonNull(server.webEndpoint("whole")),
                "KEY",
                Launch.DEV_KEY,
                "NODE_EXTRA_CA_CERTS",
                authority,
                "REQUESTS_CA_BUNDLE",
                authority);
    }

    private static WholeServer start() {
        try {
            Path folder = SharedServer.folder("whole");
            Path file = Files.writeString(folder.resolve("config.yaml"), CONFIG);
            Config config = ConfigReader.read(file, Map.of(), Map.of()).config().withData(folder.resolve("data"));
            Lazurite server = Lazurite.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return new WholeServer(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Started {
        static final WholeServer SERVER = start();
    }
}
