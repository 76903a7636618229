package lazurite.service.blob.retention;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRowCodec;
import lazurite.service.blob.record.Retention;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;

/**
 * The blobs of a store that nobody writes to that are, or were until their time was over, under an immutability policy
 * or a legal hold; which of them are damaged. Takes about 100 bytes of memory for each body of theirs.
 */
public final class ProtectedBlobs {
    private static final int PAGE_ROWS = 1000;

    private final MetadataStore metadata;
    private final Map<String, OfContainer> protections = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<Uid, List<Key>> bodies = new HashMap<>();
    private long count;

    public ProtectedBlobs(MetadataStore metadata) {
        this.metadata = metadata;
    }

    /** Learns of a container; its scope. */
    public String container(Row row, ContainerRecord record) {
        Key key = BlobKeys.groupOf(row.key()).prefix();
        String account = BlobKeys.accountName(key);
        String name = BlobKeys.containerName(account, key);
        String scope = BlobKeys.scope(record.incarnation());
        names.put(scope, account + "/" + name);
        protections.put(
                scope,
                ImmutabilityCodec.read(metadata.get(Family.BASE, BlobKeys.immutability(account)))
                        .of(name));
        return scope;
    }

    /** Learns of a blob, snapshot or version. */
    public void see(Key key, BlobRecord record) {
        Group group = BlobKeys.groupOf(key);
        boolean whole = protections
                .getOrDefault(BlobKeys.scopeOf(group), OfContainer.NONE)
                .whole();
        if (!whole && record.life().retention().equals(Retention.NONE)) {
            return;
        }
        count++;
        switch (record.content()) {
            case Content.Empty _ -> {}
            case Content.Single single -> add(key, single.body().id());
            case Content.Parts parts ->
                each(PartRows.runs(group, parts.list()), row -> {
                    for (Part part : PartCodec.parts(row.value())) {
                        add(key, part.body().id());
                    }
                });
            case Content.Pages _ ->
                each(
                        PageKeys.rows(group),
                        row -> PageRowCodec.read(row.value()).bodies().forEach(body -> add(key, body.id())));
        }
    }

    /** How many there are: blobs, snapshots and versions. */
    public long count() {
        return count;
    }

    /** A sentence for each that has a body among those damaged; a page blob also where an older page is. */
    public List<String> damagedBy(Collection<Uid> damaged) {
        Set<String> found = new LinkedHashSet<>();
        for (Uid body : damaged) {
            for (Key key : bodies.getOrDefault(body, List.of())) {
                found.add("the protected blob " + name(key) + " is damaged");
            }
        }
        return List.copyOf(found);
    }

    private String name(Key key) {
        Group group = BlobKeys.groupOf(key);
        String scope = BlobKeys.scopeOf(group);
        String name = names.getOrDefault(scope, scope) + "/" + BlobKeys.blobName(group.prefix());
        return group.prefix().equals(key)
                ? name
                : name + " of " + BlobKeys.stamp(key).iso();
    }

    private void add(Key key, Uid body) {
        bodies.computeIfAbsent(body, _ -> new ArrayList<>(1)).add(key);
    }

    private void each(KeyRange range, Consumer<Row> action) {
        KeyRange rest = range;
        while (true) {
            List<Row> page = metadata.scan(Family.PARTS, rest, PAGE_ROWS);
            page.forEach(action);
            if (page.size() < PAGE_ROWS) {
                return;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }
}
