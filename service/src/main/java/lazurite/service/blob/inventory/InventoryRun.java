package lazurite.service.blob.inventory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import lazurite.service.account.InventoryPolicy.Rule;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperations;

/**
 * One inventory in the making: {@code YYYY/MM/DD/HH-mm-ss/RULE/RULE.csv}, then {@code RULE-manifest.json}, last
 * {@code RULE-manifest.checksum}, which says that it is whole. Made again under the same start it takes its own place.
 */
final class InventoryRun {
    private static final String CHECKSUM = "-manifest.checksum";
    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH-mm-ss/", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String account;
    private final Rule rule;
    private final RunState state;
    private final Pages pages;
    private final CsvFiles files;
    private boolean begun;
    private long objects;
    private long bytes;

    /** @param linesMax most lines of a file */
    InventoryRun(BlobOperations blobs, String account, Rule rule, RunState state, int linesMax) {
        this.account = account;
        this.rule = rule;
        this.state = state;
        this.pages = rule.ofContainers()
                ? new ContainerPages(
                        blobs,
                        rule.filters(),
                        rule.fields().stream()
                                .map(field -> Objects.requireNonNull(ContainerColumn.find(field)))
                                .toList())
                : new BlobPages(
                        blobs,
                        rule.filters(),
                        rule.fields().stream()
                                .map(field -> Objects.requireNonNull(BlobColumn.find(field)))
                                .toList(),
                        state.started());
        this.files = new CsvFiles(
                blobs,
                rule.destination(),
                FOLDER.format(state.started()) + rule.name() + "/" + rule.name(),
                Listed.csv(rule.fields()),
                linesMax);
    }

    String account() {
        return account;
    }

    Rule rule() {
        return rule;
    }

    RunState state() {
        return state;
    }

    /** Blobs or containers listed so far. */
    long objects() {
        return objects;
    }

    /**
     * Whether it was made before, and the server's end came before that was written down: then it is left as it is, as
     * whoever saw its checksum may be reading it. Looked for once, before the first page.
     */
    boolean isMade(BlobCall reading) {
        if (begun) {
            return false;
        }
        begun = true;
        return files.has(CHECKSUM, reading);
    }

    /** Lists the next page; whether there may be more. */
    boolean step(BlobCall reading, BlobCall writing) {
        List<Listed> page = pages.next(reading);
        if (page == null) {
            return false;
        }
        for (Listed line : page) {
            files.add(Listed.csv(line.cells()), writing);
            objects++;
            bytes += line.bytes();
        }
        return true;
    }

    /** Ends it once all is listed. */
    void finish(Instant now, String endpoint, BlobCall writing) {
        List<CsvFiles.Written> written = files.finish(writing);
        byte[] manifest = manifest(written, now, endpoint).getBytes(StandardCharsets.UTF_8);
        files.put("-manifest.json", "application/json", manifest, writing);
        byte[] checksum = Base64.getEncoder().encode(md5(manifest));
        files.put(CHECKSUM, "text/plain", checksum, writing);
    }

    private String manifest(List<CsvFiles.Written> written, Instant now, String endpoint) {
        JsonWriter json = new JsonWriter()
                .open('{')
                .name("destinationContainer")
                .text(rule.destination())
                .name("endpoint")
                .text(endpoint)
                .name("files")
                .open('[');
        written.forEach(file -> json.open('{')
                .name("blob")
                .text(file.blob())
                .name("size")
                .number(file.size())
                .close('}'));
        json.close(']')
                .name("inventoryCompletionTime")
                .text(Cells.time(now))
                .name("inventoryStartTime")
                .text(Cells.time(state.started()))
                .name("ruleDefinition");
        definition(json);
        return json.name("ruleName")
                .text(rule.name())
                .name("status")
                .text("Succeeded")
                .name("summary")
                .open('{')
                .name("objectCount")
                .number(objects)
                .name("totalObjectSize")
                .number(bytes)
                .close('}')
                .name("version")
                .text("1.0")
                .close('}')
                .toString();
    }

    private void definition(JsonWriter json) {
        json.open('{').name("filters").open('{');
        if (!rule.ofContainers()) {
            json.texts("blobTypes", rule.filters().blobTypes())
                    .name("includeBlobVersions")
                    .flag(rule.filters().versions())
                    .name("includeSnapshots")
                    .flag(rule.filters().snapshots());
        }
        json.name("includeDeleted").flag(rule.filters().deleted());
        if (rule.filters().createdDays() > 0) {
            json.name("creationTime")
                    .open('{')
                    .name("lastNDays")
                    .number(rule.filters().createdDays())
                    .close('}');
        }
        json.texts("prefixMatch", rule.filters().prefixMatch())
                .texts("excludePrefix", rule.filters().excludePrefix())
                .close('}')
                .name("format")
                .text("csv")
                .name("objectType")
                .text(rule.ofContainers() ? "container" : "blob")
                .name("schedule")
                .text(rule.weekly() ? "weekly" : "daily")
                .texts("schemaFields", rule.fields())
                .close('}');
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
