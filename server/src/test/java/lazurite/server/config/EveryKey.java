package lazurite.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that sets every key there is, nearly each to something else than its default. */
final class EveryKey {
    private static final String TEXT = """
            data: d
            inMemory: true
            host: 0.0.0.0
            operatorHost: "::1"
            ports: {blob: 1, queue: 2, table: 3, operator: 4, ledger: 5, web: 6}
            subscriptions:
              - id: clinic-7
                class: health
                purposes: ["patients' records", "[research], anonymous"]
                services: [table, blob]
                jurisdiction: US-CA
                contact: "[privacy] officer@clinic.example"
                key: 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
            accounts:
              - name: contoso
                keys: [AQID, BAUG]
                subscription: clinic-7
                allowBlobPublicAccess: true
                blob:
                  versioning: true
                  containerRetentionDays: 9
                  changeFeed: {enabled: true, retentionInDays: 5}
                containers:
                  - name: pics
                    publicAccess: container
            seeds:
              - account: contoso
                container: pics
                folder: seed
                prefix: a/
            tls:
              certificate: server.pem
              key: server.key
              generate: false
              names: []
            limits:
              connections: 11
              requests: 12
              uploads: 13
              idleTimeout: 1500ms
              requestHead: 16KiB
              unreadBody: 2048
              blockCache: 8 MiB
              diskFloor: 3GiB
            copy:
              sources: [public, 10.1.0.0/16, "fd00::/8"]
              parallel: 3
              silence: 2s
              pace: 1KiB
              size: 1GiB
            log:
              level: error
              access: access.log
              resources: false
              rotate: 1MiB
              keep: 7
            hostSuffixes: [Storage.example.org, "localhost:10000"]
            masterKey: /keys/master
            ledger:
              enabled: true
              origin: example.org/log/1
              key: /keys/ledger
              policy: /keys/policy
              mirrors: ["https://mirror.example/log", "http://[::1]:8080"]
              publicClasses: [police, press]
            terms: terms.yaml
            """;

    private EveryKey() {}

    /** The text, with the folder it needs made in {@code folder}. */
    static String in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("seed"));
        return TEXT;
    }
}
