package lazurite.tests.crash;

import java.util.stream.Collectors;
import lazurite.tests.process.Launch;

/** What the server of a run is configured to. */
final class CrashConfig {
    /** The account whose blobs are protected, and its container. */
    static final String HOLDING = "holding";

    private static final String EXPIRING = """
                  expiry: true
            """;

    private static final String VERSIONED = """
                  versioning: true
                  containerRetentionDays: 1
                  changeFeed: {enabled: true}
            """;

    private CrashConfig() {}

    static String of(CrashSettings.Mode mode) {
        String scopes =
                Cover.SCOPES.stream().map(name -> "{name: " + name + "}").collect(Collectors.joining(", "));
        return writers(scopes) + (mode == CrashSettings.Mode.KILL_VERSIONED ? VERSIONED : EXPIRING) + holding();
    }

    /** What is asked back with high priority is back at once, what is asked for otherwise stays pending. */
    private static String writers(String scopes) {
        return """
            accounts:
              - name: devstoreaccount1
                blob:
                  customerKeysOverHttp: true
                  encryptionScopes: [%s]
                  rehydration: {standard: 720h, high: 0s}
            """.formatted(scopes);
    }

    private static String holding() {
        return """
              - name: %s
                keys: [%s]
                blob:
                  versioning: true
                  immutableStorageWithVersioning: {enabled: true}
                containers: [{name: %s}]
            """.formatted(HOLDING, Launch.DEV_KEY, HOLDING);
    }
}
