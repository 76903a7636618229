package lazurite.service.blob;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import lazurite.base.StorageException;
import lazurite.service.blob.change.History;
import lazurite.service.blob.page.PageView;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.ContainerRecordCodec;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.DeletedContainer;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRowCodec;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.record.Upload;
import lazurite.service.blob.retention.ProtectedBlobs;
import lazurite.store.Engine;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;
import lazurite.store.collector.Check;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Walks every row of the Blob service in a store that nobody writes to, and tells {@link Check} of each reference and
 * each container's usage. Needs no key.
 */
public final class BlobCheck {
    private static final int PAGE_ROWS = 1000;
    private static final int PROBLEMS_MAX = 1000;
    private static final KeyRange BLOBS = KeyRange.prefix(Key.of("F/"));

    private final MetadataStore metadata;
    private final Collector collector;
    private final Check check;
    private final Set<String> scopes = new HashSet<>();
    private final Map<String, Usage> usages = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final ProtectedBlobs protectedBlobs;

    private BlobCheck(Engine engine, Collector collector, Check check) {
        this.metadata = engine.metadata();
        this.collector = collector;
        this.check = check;
        this.protectedBlobs = new ProtectedBlobs(metadata);
    }

    /** Sentences about what is wrong with the rows themselves, each naming its row; at most 1,000 of them. */
    public static List<String> walk(Engine engine, Collector collector, Check check) {
        return walk(engine, collector, check, _ -> {});
    }

    /** As {@link #walk}; gives away which blobs are protected, to tell after the check which of them are damaged. */
    public static List<String> walk(
            Engine engine, Collector collector, Check check, Consumer<ProtectedBlobs> protectedBlobs) {
        BlobCheck walk = new BlobCheck(engine, collector, check);
        protectedBlobs.accept(walk.protectedBlobs);
        walk.containers();
        walk.each(Family.BASE, BLOBS, walk::base);
        walk.each(Family.HISTORY, BLOBS, walk::history);
        walk.parts();
        walk.usages.forEach(check::usage);
        return List.copyOf(walk.problems);
    }

    private void containers() {
        each(
                Family.BASE,
                BlobKeys.CONTAINERS,
                row -> scopes.add(protectedBlobs.container(row, ContainerRecordCodec.read(row.value()))));
        each(
                Family.HISTORY,
                BlobKeys.CONTAINERS,
                row -> scopes.add(protectedBlobs.container(
                        row, DeletedContainer.read(row.value()).container())));
        scopes.addAll(collector.retiredScopes(Integer.MAX_VALUE));
        scopes.forEach(scope -> usages.put(scope, Usage.NONE));
    }

    private void base(Row row) {
        BlobRecord record = BlobRecordCodec.read(row.value());
        Group group = BlobKeys.groupOf(row.key());
        content(group, record);
        protectedBlobs.see(row.key(), record);
        use(group, new Usage(1, record.used(), 0, 0, 0, 0));
        CopyState copy = record.copy();
        if (copy != null
                && CopyState.isPending(copy)
                && metadata.get(Family.BASE, BlobKeys.copyJob(copy.id()).prefix()) == null) {
            problem(row.key(), "waits for the copy " + copy.id() + ", which nothing continues");
        }
    }

    private void history(Row row) {
        BlobRecord record = BlobRecordCodec.read(row.value());
        Group group = BlobKeys.groupOf(row.key());
        HistoryKind kind = BlobKeys.historyKind(row.key());
        content(group, record);
        protectedBlobs.see(row.key(), record);
        use(group, History.usage(kind, record.used()));
        if (kind == HistoryKind.SNAPSHOT && metadata.get(Family.BASE, group.prefix()) == null) {
            problem(row.key(), "is a snapshot without a blob");
        }
        if (kind.deleted() != (record.life().deletion() != null)) {
            problem(row.key(), "has the key of what is deleted, or its record, and not both");
        }
        if (kind.version() && !BlobKeys.stamp(row.key()).equals(record.life().version())) {
            problem(row.key(), "is a version of another id than its key's");
        }
    }

    private void content(Group group, BlobRecord record) {
        switch (record.content()) {
            case Content.Empty _ -> requireLength(group, 0, record.length());
            case Content.Single single -> {
                check.reference(group, single.body());
                requireLength(group, single.body().length(), record.length());
            }
            case Content.Pages pages -> requireWritten(group, pages);
            case Content.Parts parts -> {
                if (metadata.scan(Family.PARTS, PartRows.runs(group, parts.list()), 1)
                        .isEmpty()) {
                    problem(group.prefix(), "names the parts list " + parts.list() + ", which is not there");
                }
            }
        }
    }

    /** The pages written as of the record's version must be as many as it says. */
    private void requireWritten(Group group, Content.Pages pages) {
        PageView view = PageView.stored(metadata, group, pages);
        long bytes = 0;
        for (PageView.Segment segment = view.next(); segment != null; segment = view.next()) {
            bytes += segment.stored().bytes();
        }
        if (bytes != pages.written()) {
            problem(group.prefix(), "has " + pages.written() + " bytes of written pages but rows of " + bytes);
        }
    }

    /** A row of pages names each of its bodies once. */
    private void pages(Group group) {
        each(
                Family.PARTS,
                PageKeys.rows(group),
                row -> PageRowCodec.read(row.value()).bodies().forEach(body -> check.reference(group, body)));
    }

    private void requireLength(Group group, long stored, long named) {
        if (stored != named) {
            problem(group.prefix(), "is " + named + " bytes long but has content of " + stored);
        }
    }

    /** Goes through the parts group by group, seeking from one to the next. */
    private void parts() {
        KeyRange rest = BLOBS;
        while (true) {
            List<Row> next = metadata.scan(Family.PARTS, rest, 1);
            if (next.isEmpty()) {
                return;
            }
            Group group = BlobKeys.groupOf(next.getFirst().key());
            try {
                partsOf(group);
            } catch (StorageException e) {
                problem(group.prefix(), "has parts that cannot be read: " + e.getMessage());
            }
            Key end = group.prefix().prefixEnd();
            if (end == null) {
                return;
            }
            rest = BLOBS.startingAt(end);
        }
    }

    private void partsOf(Group group) {
        Map<Uid, Long> named = named(group);
        named.forEach((list, length) -> {
            long stored = reference(group, PartRows.runs(group, list));
            if (stored < length) {
                problem(group.prefix(), "is " + length + " bytes long but its parts have " + stored);
            }
        });
        pages(group);
        Map<Uid, Integer> pageLists = pageLists(group);
        pageLists.forEach((list, records) -> requireReferences(group, list, records));
        byte[] state = metadata.get(Family.PARTS, PartRows.uploadState(group));
        @Nullable Upload upload = state == null ? null : Upload.read(state);
        if (upload != null) {
            long bytes = reference(group, PartRows.uncommitted(group, upload.id()));
            use(group, Usage.ofUncommitted(bytes));
        }
        each(Family.PARTS, KeyRange.prefix(group.prefix()), row -> {
            if (!isNamed(group, row.key(), named, upload) && !isOfPages(group, row.key(), pageLists.keySet())) {
                problem(row.key(), "is a row of parts that nothing names");
            }
        });
    }

    private static boolean isNamed(Group group, Key key, Map<Uid, Long> named, @Nullable Upload upload) {
        if (key.equals(PartRows.uploadState(group))) {
            return true;
        }
        if (upload != null
                && key.startsWith(PartRows.uncommitted(group, upload.id()).from())) {
            return true;
        }
        return named.keySet().stream()
                .anyMatch(list -> key.startsWith(PartRows.runs(group, list).from())
                        || key.equals(PartRows.references(group, list)));
    }

    /** Whether it is a row of a list of pages that is named, or that waits to be tidied. */
    private boolean isOfPages(Group group, Key key, Set<Uid> named) {
        if (key.startsWith(PageKeys.rows(group).from())) {
            Uid list = PageKeys.list(key);
            return named.contains(list) || collector.isToTidy(list);
        }
        return named.stream().anyMatch(list -> key.equals(PartRows.references(group, list)))
                || (PartRows.isReferences(group, key) && collector.isToTidy(PartRows.list(key)));
    }

    private void requireReferences(Group group, Uid list, int records) {
        byte[] state = metadata.get(Family.PARTS, PartRows.references(group, list));
        int references = (state == null ? PageState.NEW : PageState.read(state)).references();
        if (references != records) {
            problem(group.prefix(), "names the pages " + list + " " + records + " times and counts " + references);
        }
    }

    /** The lists of pages that the blob and its history name, each with how many of these do. */
    private Map<Uid, Integer> pageLists(Group group) {
        Map<Uid, Integer> lists = new HashMap<>();
        byte[] base = metadata.get(Family.BASE, group.prefix());
        if (base != null && BlobRecordCodec.read(base).content() instanceof Content.Pages pages) {
            lists.merge(pages.list(), 1, Integer::sum);
        }
        each(Family.HISTORY, BlobKeys.history(group), row -> {
            if (BlobRecordCodec.read(row.value()).content() instanceof Content.Pages pages) {
                lists.merge(pages.list(), 1, Integer::sum);
            }
        });
        return lists;
    }

    /** The parts lists that the blob and its history name, each with the greatest length named of it. */
    private Map<Uid, Long> named(Group group) {
        Map<Uid, Long> named = new HashMap<>();
        byte[] base = metadata.get(Family.BASE, group.prefix());
        if (base != null) {
            name(named, base);
        }
        each(Family.HISTORY, BlobKeys.history(group), row -> name(named, row.value()));
        return named;
    }

    private static void name(Map<Uid, Long> named, byte[] record) {
        BlobRecord read = BlobRecordCodec.read(record);
        if (read.content() instanceof Content.Parts parts) {
            named.merge(parts.list(), read.length(), Math::max);
        }
    }

    private long reference(Group group, KeyRange range) {
        long[] bytes = new long[1];
        each(Family.PARTS, range, row -> {
            for (Part part : PartCodec.parts(row.value())) {
                check.reference(group, part.body());
                bytes[0] += part.length();
            }
        });
        return bytes[0];
    }

    private void use(Group group, Usage usage) {
        String scope = BlobKeys.scopeOf(group);
        if (!scopes.contains(scope)) {
            problem(group.prefix(), "is in no container");
        }
        usages.merge(scope, usage, Usage::plus);
    }

    private void each(Family family, KeyRange range, Consumer<Row> action) {
        KeyRange rest = range;
        while (true) {
            List<Row> page = metadata.scan(family, rest, PAGE_ROWS);
            for (Row row : page) {
                try {
                    action.accept(row);
                } catch (StorageException e) {
                    problem(row.key(), "cannot be read: " + e.getMessage());
                }
            }
            if (page.size() < PAGE_ROWS) {
                return;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }

    private void problem(Key key, String what) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(key + " " + what);
        }
    }
}
