package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random operations on a few names, each with a reference of some lines beside it. */
final class VersionsModelTest {
    private static final List<String> NAMES = List.of("a", "a/b", "b");
    private static final int ROUNDS = 400;

    @TempDir
    Path folder;

    private int texts;

    @Test
    void whatIsKeptIsWhatAReferenceKeeps() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                compare(room, new Random(seed));
            }
        }
    }

    private void compare(BlobServiceRoom room, Random random) throws IOException {
        VersionsModel model = new VersionsModel();
        room.createContainer("c");
        for (int i = 0; i < ROUNDS; i++) {
            room.pass(Duration.ofMillis(1 + random.nextInt(3) * 1000L));
            model.now = room.now;
            settings(room, model, random);
            step(room, model, NAMES.get(random.nextInt(NAMES.size())), random);
            if (i % 10 == 9) {
                assertSame(room, model, random);
            }
            if (i % 50 == 49) {
                room.purge();
                assertUsage(room, model);
            }
        }
    }

    private static void settings(BlobServiceRoom room, VersionsModel model, Random random) {
        switch (random.nextInt(25)) {
            case 0 -> {
                model.versioning = random.nextInt(3) > 0;
                room.features = new BlobFeatures(model.versioning, 0);
            }
            case 1 -> {
                model.days = random.nextInt(3);
                room.keepDeleted(model.days);
            }
            case 2 -> {
                room.pass(Duration.ofHours(random.nextInt(40)));
                model.now = room.now;
            }
            default -> {}
        }
    }

    private void step(BlobServiceRoom room, VersionsModel model, String name, Random random) {
        VersionsModel.Name known = model.name(name);
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> put(room, known, name, random.nextInt(20));
            case 4 -> {
                String value = "m" + texts++;
                BlobResult result = attempt(
                        room,
                        known.current == null ? ErrorCode.BlobNotFound : null,
                        new BlobOperation.SetBlobMetadata("c", name, Map.of("k", value), Conditions.NONE));
                if (result instanceof BlobResult.Changed changed) {
                    known.setMetadata(changed.stamp(), value);
                }
            }
            case 5 -> {
                BlobResult result = attempt(
                        room,
                        known.current == null ? ErrorCode.BlobNotFound : null,
                        new BlobOperation.SnapshotBlob("c", name, Map.of(), Conditions.NONE));
                if (result instanceof BlobResult.Snapshotted) {
                    known.snapshot();
                }
            }
            case 6, 7 -> {
                DeleteSnapshots snapshots = pick(random, null, DeleteSnapshots.INCLUDE, DeleteSnapshots.ONLY);
                attempt(
                        room,
                        known.delete(snapshots),
                        new BlobOperation.DeleteBlob("c", name, null, snapshots, Conditions.NONE));
            }
            case 8 -> {
                BlobResult.ListEntry.Blob one = pick(random, listed(room, name, Include.VERSIONS));
                Moment version = one == null ? null : version(one);
                if (one != null && version != null) {
                    attempt(
                            room,
                            known.deleteVersion(one.record().stamp(), one.moment() == null),
                            new BlobOperation.DeleteBlob("c", name, version, null, Conditions.NONE));
                }
            }
            case 9 -> {
                BlobResult.ListEntry.Blob one = pick(random, listed(room, name, Include.SNAPSHOTS));
                if (one != null && one.moment() != null) {
                    known.deleteSnapshot(one.record().stamp());
                    attempt(room, null, new BlobOperation.DeleteBlob("c", name, one.moment(), null, Conditions.NONE));
                }
            }
            case 10 -> attempt(room, known.undelete(), new BlobOperation.UndeleteBlob("c", name));
            default -> promote(room, known, name, pick(random, listed(room, name, Include.VERSIONS)));
        }
    }

    private static @Nullable Moment version(BlobResult.ListEntry.Blob entry) {
        Stamp version = entry.record().life().version();
        return version == null ? null : new Moment.Version(version);
    }

    private static List<BlobResult.ListEntry.Blob> listed(BlobServiceRoom room, String name, Include... include) {
        List<BlobResult.ListEntry.Blob> listed = new ArrayList<>();
        list(room, Set.of(include), 1000).forEach(entry -> {
            if (entry.name().equals(name)) {
                listed.add(entry);
            }
        });
        return listed;
    }

    private void put(BlobServiceRoom room, VersionsModel.Name known, String name, int size) {
        String text = "t" + texts++ + "x".repeat(size == 0 ? 20_000 : size);
        if (size % 2 == 0) {
            known.put(room.put("c", name, text), text, "");
            return;
        }
        room.block("c", name, "MDAx", text.getBytes(StandardCharsets.UTF_8));
        byte[] list = "<BlockList><Latest>MDAx</Latest></BlockList>".getBytes(StandardCharsets.UTF_8);
        BlobResult.Written written = (BlobResult.Written) room.run(new BlobOperation.PutBlockList(
                "c",
                name,
                BlobServiceRoom.created(Conditions.NONE),
                BlobOperation.Checksums.NONE,
                BlobServiceRoom.payload(list)));
        known.put(java.util.Objects.requireNonNull(written.stamp()), text, "");
    }

    private static void promote(
            BlobServiceRoom room, VersionsModel.Name known, String name, BlobResult.ListEntry.@Nullable Blob one) {
        Moment version = one == null ? null : version(one);
        if (one == null || version == null) {
            return;
        }
        String text = known.text(one.record().stamp());
        String metadata = one.metadata() == null ? "" : one.metadata().getOrDefault("k", "");
        room.sourceMoment = version;
        BlobResult.Copied copied = (BlobResult.Copied) room.run(new CopyOperation.CopyBlob(
                "c",
                name,
                "c/" + name,
                Map.of(),
                null,
                false,
                null,
                Conditions.NONE,
                Conditions.NONE,
                false,
                null,
                false));
        room.sourceMoment = null;
        known.put(copied.stamp(), text, metadata);
    }

    private static @Nullable BlobResult attempt(
            BlobServiceRoom room, @Nullable ErrorCode refusal, BlobOperation operation) {
        try {
            BlobResult result = room.run(operation);
            assertThat(refusal).as(operation.toString()).isNull();
            return result;
        } catch (StorageException refused) {
            assertThat(refused.code()).as(operation.toString()).isEqualTo(refusal);
            return null;
        }
    }

    private static void assertSame(BlobServiceRoom room, VersionsModel model, Random random) throws IOException {
        Set<Include> everything = Set.of(Include.SNAPSHOTS, Include.DELETED, Include.VERSIONS);
        List<String> listed = listing(room, everything, 1 + random.nextInt(7));
        List<String> expected = new ArrayList<>();
        for (String name : NAMES) {
            expected.addAll(model.name(name).lines());
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(listing(room, Set.of(), 1 + random.nextInt(3))).hasSize((int)
                NAMES.stream().filter(name -> model.name(name).current != null).count());
        for (BlobResult.ListEntry.Blob one : list(room, Set.of(Include.VERSIONS, Include.SNAPSHOTS), 1000)) {
            String text = model.name(one.name()).text(one.record().stamp());
            assertThat(new String(room.get("c", one.name(), one.moment()), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }

    /** Kind, name, ETag, metadata of each entry. */
    private static List<String> listing(BlobServiceRoom room, Set<Include> include, int limit) {
        List<String> lines = new ArrayList<>();
        for (BlobResult.ListEntry.Blob blob : list(room, include, limit)) {
            lines.add(VersionsModel.line(
                    blob.name(),
                    switch (blob.moment()) {
                        case null -> "base";
                        case Moment.Version _ -> "version";
                        case Moment.Snapshot _ -> "snapshot";
                    },
                    blob.record().life().deletion() != null,
                    blob.record().stamp(),
                    blob.metadata() == null ? "" : blob.metadata().getOrDefault("k", "")));
        }
        return lines;
    }

    private static List<BlobResult.ListEntry.Blob> list(BlobServiceRoom room, Set<Include> include, int limit) {
        List<BlobResult.ListEntry.Blob> entries = new ArrayList<>();
        Set<Include> shown = EnumSet.of(Include.METADATA);
        shown.addAll(include);
        String marker = null;
        do {
            BlobResult.Blobs page = (BlobResult.Blobs)
                    room.run(new BlobOperation.ListBlobs("c", null, null, marker, null, limit, limit, shown));
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
            page.entries().forEach(entry -> entries.add((BlobResult.ListEntry.Blob) entry));
            marker = page.nextMarker();
        } while (marker != null);
        return entries;
    }

    private static void assertUsage(BlobServiceRoom room, VersionsModel model) {
        Usage expected = Usage.NONE;
        for (String name : NAMES) {
            expected = expected.plus(model.name(name).usage());
        }
        assertThat(room.usage("c")).isEqualTo(expected);
    }

    @SafeVarargs
    private static <T> @Nullable T pick(Random random, @Nullable T... of) {
        return of[random.nextInt(of.length)];
    }

    private static <T> @Nullable T pick(Random random, List<T> of) {
        return of.isEmpty() ? null : of.get(random.nextInt(of.size()));
    }
}
