package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.CopyOperation.SourceAccess;
import lazurite.service.blob.operation.Expiry;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Retention;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiers, ways out of the archive and expiry of a few blobs, at random, beside a reference that knows no rows. */
final class AgingModelTest {
    private static final int ROUNDS = 600;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final Duration STANDARD = Duration.ofMinutes(60);
    private static final Duration HIGH = Duration.ofMinutes(10);
    private static final BlobFeatures FEATURES =
            BlobFeatures.NONE.withAging(new Aging(STANDARD, HIGH, false, true, null));

    @TempDir
    Path folder;

    private int texts;

    /** What is known of one blob. */
    private static final class Known {
        final String text;

        @Nullable
        AccessTier tier;

        @Nullable
        AccessTier target;

        boolean high;
        Instant due = Instant.EPOCH;

        @Nullable
        Instant expires;

        Known(String text, @Nullable AccessTier tier) {
            this.text = text;
            this.tier = tier;
        }

        void ask(AccessTier wanted, boolean hurried, Instant now) {
            target = wanted;
            high = hurried;
            due = now.plus(hurried ? HIGH : STANDARD);
        }

        @Nullable
        ErrorCode unreadable() {
            if (tier != AccessTier.ARCHIVE) {
                return null;
            }
            return target == null ? ErrorCode.BlobArchived : ErrorCode.BlobBeingRehydrated;
        }
    }

    @Test
    void blobsAreWhatAReferenceSays() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                compare(room, new Random(seed));
            }
        }
    }

    private void compare(BlobServiceRoom room, Random random) throws IOException {
        Map<String, Known> all = new HashMap<>();
        room.createContainer("c");
        room.features = FEATURES;
        for (int i = 0; i < ROUNDS; i++) {
            room.pass(Duration.ofSeconds(random.nextInt(900)));
            age(all, room.now);
            step(room, all, NAMES.get(random.nextInt(NAMES.size())), random);
            if (i % 25 == 24) {
                room.purge();
            }
            assertSame(room, all);
        }
    }

    private static void age(Map<String, Known> all, Instant now) {
        all.values().removeIf(known -> known.expires != null && !now.isBefore(known.expires));
        for (Known known : all.values()) {
            if (known.target != null && !now.isBefore(known.due)) {
                known.tier = known.target;
                known.target = null;
            }
        }
    }

    private void step(BlobServiceRoom room, Map<String, Known> all, String name, Random random) {
        Known known = all.get(name);
        AccessTier tier = pick(random, null, AccessTier.HOT, AccessTier.COOL, AccessTier.ARCHIVE, AccessTier.ARCHIVE);
        switch (random.nextInt(6)) {
            case 0 -> put(room, all, name, tier, random);
            case 1, 2 ->
                setTier(room, known, name, tier == null ? AccessTier.COLD : tier, pick(random, null, true, false));
            case 3 -> expire(room, known, name, random);
            case 4 -> copy(room, all, name, NAMES.get(random.nextInt(NAMES.size())), tier, random.nextBoolean());
            default -> {
                attempt(
                        room,
                        known == null ? ErrorCode.BlobNotFound : null,
                        new BlobOperation.DeleteBlob("c", name, null, null, Conditions.NONE));
                all.remove(name);
            }
        }
    }

    private void put(
            BlobServiceRoom room, Map<String, Known> all, String name, @Nullable AccessTier tier, Random random) {
        Known known = all.get(name);
        Duration time = random.nextBoolean() ? null : Duration.ofSeconds(1 + random.nextInt(7200));
        Known made = new Known("text " + texts++, tier == null && known != null ? known.tier : tier);
        NewBlob created = new NewBlob(
                HttpProperties.NONE,
                Map.of(),
                Map.of(),
                tier,
                Conditions.NONE,
                Retention.NONE,
                time == null ? null : new Expiry.FromNow(time));
        byte[] bytes = made.text.getBytes(StandardCharsets.UTF_8);
        ErrorCode refusal = known == null ? null : known.unreadable();
        attempt(
                room,
                refusal,
                new BlobOperation.PutBlob("c", name, created, Checksums.NONE, BlobServiceRoom.payload(bytes)));
        if (refusal == null) {
            made.expires = time == null ? null : room.now.plus(time);
            all.put(name, made);
        }
    }

    private static void setTier(
            BlobServiceRoom room, @Nullable Known known, String name, AccessTier tier, @Nullable Boolean high) {
        boolean lowered = known != null && known.high && high != null && !high;
        boolean turned = known != null && known.target != null && (tier != known.target || lowered);
        ErrorCode refusal = known == null ? ErrorCode.BlobNotFound : turned ? ErrorCode.BlobBeingRehydrated : null;
        attempt(room, refusal, new BlobOperation.SetBlobTier("c", name, null, tier, Conditions.NONE, high));
        if (refusal != null || known == null) {
            return;
        }
        boolean hurried = high != null && high;
        if (known.tier != AccessTier.ARCHIVE) {
            known.tier = tier;
        } else if (known.target == null && tier != AccessTier.ARCHIVE) {
            known.ask(tier, hurried, room.now);
        } else if (known.target != null && hurried && !known.high) {
            Instant before = known.due;
            known.ask(tier, true, room.now);
            known.due = before.isBefore(known.due) ? before : known.due;
        }
    }

    private static void expire(BlobServiceRoom room, @Nullable Known known, String name, Random random) {
        Duration time = Duration.ofSeconds(1 + random.nextInt(3600));
        Expiry expiry = random.nextInt(3) == 0 ? new Expiry.Never() : new Expiry.FromNow(time);
        attempt(
                room,
                known == null ? ErrorCode.BlobNotFound : null,
                new LifeOperation.SetBlobExpiry("c", name, expiry, Conditions.NONE));
        if (known != null) {
            known.expires = expiry instanceof Expiry.Never ? null : room.now.plus(time);
        }
    }

    private static void copy(
            BlobServiceRoom room,
            Map<String, Known> all,
            String from,
            String to,
            @Nullable AccessTier tier,
            boolean high) {
        Known source = all.get(from);
        Known target = all.get(to);
        boolean archived = source != null && source.tier == AccessTier.ARCHIVE;
        boolean back = tier != null && tier != AccessTier.ARCHIVE && !from.equals(to);
        ErrorCode refusal = source == null
                ? ErrorCode.BlobNotFound
                : archived && (!back || source.target != null) ? source.unreadable() : null;
        attempt(
                room,
                refusal,
                new CopyOperation.CopyBlob(
                        "c",
                        to,
                        "c/" + from,
                        Map.of(),
                        null,
                        false,
                        tier,
                        Conditions.NONE,
                        Conditions.NONE,
                        false,
                        null,
                        null,
                        SourceAccess.NONE,
                        Retention.NONE,
                        high));
        if (refusal != null || source == null) {
            return;
        }
        AccessTier kept = target == null || target.tier == AccessTier.ARCHIVE ? null : target.tier;
        Known copy = new Known(source.text, tier == null ? kept : tier);
        if (archived && tier != null) {
            copy.tier = AccessTier.ARCHIVE;
            copy.ask(tier, high, room.now);
        }
        all.put(to, copy);
    }

    private static void attempt(BlobServiceRoom room, @Nullable ErrorCode refusal, BlobOperation operation) {
        ErrorCode code = null;
        try {
            room.run(operation);
        } catch (StorageException refused) {
            code = refused.code();
        }
        assertThat(code).as(operation.toString()).isEqualTo(refusal);
    }

    private static void assertSame(BlobServiceRoom room, Map<String, Known> all) throws IOException {
        BlobResult.Blobs page = (BlobResult.Blobs)
                room.run(new BlobOperation.ListBlobs("c", null, null, null, null, 10, null, Set.of()));
        assertThat(page.entries())
                .extracting(BlobResult.ListEntry::name)
                .containsExactlyElementsOf(all.keySet().stream().sorted().toList());
        for (String name : NAMES) {
            Known known = all.get(name);
            if (known == null) {
                attempt(
                        room,
                        ErrorCode.BlobNotFound,
                        new BlobOperation.GetBlobProperties("c", name, null, Conditions.NONE));
                continue;
            }
            BlobRecord record = ((BlobResult.BlobState)
                            room.run(new BlobOperation.GetBlobProperties("c", name, null, Conditions.NONE)))
                    .record();
            Rehydration running = record.rehydration();
            assertThat(record.tier()).isEqualTo(known.tier);
            assertThat(running == null ? null : running.target()).isEqualTo(known.target);
            assertThat(record.life().expires()).isEqualTo(known.expires);
            if (known.unreadable() == null) {
                assertThat(room.text("c", name)).isEqualTo(known.text);
            } else {
                attempt(
                        room,
                        known.unreadable(),
                        new BlobOperation.GetBlob("c", name, null, null, false, false, Conditions.NONE));
            }
        }
    }

    @SafeVarargs
    private static <T> @Nullable T pick(Random random, @Nullable T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
