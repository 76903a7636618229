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
                  immutableStorageWithVersioning:
                    enabled: true
                    immutabilityPolicy:
                      immutabilityPeriodSinceCreationInDays: 30
                      state: locked
                      allowProtectedAppendWrites: true
                      allowProtectedAppendWritesAll: false
                  immutableContainers:
                    - name: pics
                      immutableStorageWithVersioning:
                        enabled: true
                      immutabilityPolicy:
                        immutabilityPeriodSinceCreationInDays: 400
                        state: unlocked
                        allowProtectedAppendWrites: false
                        allowProtectedAppendWritesAll: true
                      legalHold:
                        tags: [case42, case43]
                        allowProtectedAppendWritesAll: true
                  customerKeysOverHttp: true
                  encryptionScopes:
                    - name: Ward-7
                      state: disabled
                  rehydration:
                    standard: 15h
                    high: 30m
                  lastAccessTimeTracking: true
                  expiry: false
                  lifecycle: lifecycle.json
                  inventoryPolicy: inventory.json
                  replicationPolicies: [replication.json]
                  changeFeed: {enabled: true, retentionInDays: 5}
                containers:
                  - name: pics
                    publicAccess: container
              - name: copies
                keys: [AQID, BAUG]
                blob:
                  versioning: true
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

    private static final String LIFECYCLE = """
            {"rules": [{"name": "old", "type": "Lifecycle", "definition": {
              "filters": {"blobTypes": ["blockBlob"]},
              "actions": {"baseBlob": {"delete": {"daysAfterLastAccessTimeGreaterThan": 90}}}}}]}
            """;

    static final String INVENTORY = """
            {
              "enabled": true,
              "type": "Inventory",
              "rules": [
                {
                  "enabled": true,
                  "name": "blobs",
                  "destination": "reports",
                  "definition": {
                    "filters": {
                      "blobTypes": ["blockBlob", "pageBlob"],
                      "prefixMatch": ["pics/a", "docs"],
                      "excludePrefix": ["pics/a/tmp"],
                      "creationTime": {"lastNDays": 30},
                      "includeSnapshots": true,
                      "includeBlobVersions": true,
                      "includeDeleted": true
                    },
                    "format": "Csv",
                    "objectType": "Blob",
                    "schedule": "Daily",
                    "schemaFields": ["Name", "Snapshot", "VersionId", "IsCurrentVersion", "Deleted", "ContentType"]
                  }
                },
                {
                  "name": "containers",
                  "destination": "reports",
                  "definition": {
                    "filters": {},
                    "format": "csv",
                    "objectType": "container",
                    "schedule": "weekly",
                    "schemaFields": ["Name", "Etag"]
                  }
                }
              ]
            }
            """;

    static final String REPLICATION = """
            {
              "properties": {
                "policyId": "70dc1326-15a2-45f4-9408-487f6581f204",
                "sourceAccount": "contoso",
                "destinationAccount": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/copies",
                "rules": [
                  {
                    "ruleId": "A2455A77-8f44-4d22-b07e-a03203ae64f0",
                    "sourceContainer": "pics",
                    "destinationContainer": "pictures",
                    "filters": {"prefixMatch": ["a/", "b"], "minCreationTime": "2026-01-01T00:00:00Z"}
                  },
                  {
                    "ruleId": "b2455a77-8f44-4d22-b07e-a03203ae64f0",
                    "sourceContainer": "docs",
                    "destinationContainer": "papers"
                  }
                ]
              }
            }
            """;

    private EveryKey() {}

    /** The text, with the folder and the files that it needs made in {@code folder}. */
    static String in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("seed"));
        Files.writeString(folder.resolve("lifecycle.json"), LIFECYCLE);
        Files.writeString(folder.resolve("inventory.json"), INVENTORY);
        Files.writeString(folder.resolve("replication.json"), REPLICATION);
        return TEXT;
    }
}
