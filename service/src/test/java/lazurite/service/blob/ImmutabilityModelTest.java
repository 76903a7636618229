package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Pass;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations, chores, time and leaps of the clock over a container of versions and one under a policy as a
 * whole: nothing that is protected ever changes or disappears. The seed is in every failure.
 */
class ImmutabilityModelTest {
    private static final int STEPS = 1500;
    private static final int POLICY_DAYS = 5;
    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    private Path folder;

    /** What a blob, snapshot or version was when it was last known to be protected. */
    private record Known(String name, @Nullable Moment moment) {}

    /** @param until by when it may go; null for an end that nobody knows */
    private record Promise(String content, @Nullable Instant until) {}

    @Test
    void nothingProtectedChangesOrDisappears() {
        long seed = new Random().nextLong();
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                new Run(room, new Random(seed)).run("seed " + seed);
            }
        }
    }

    private static final class Run {
        private final BlobServiceRoom room;
        private final ImmutabilityRoom worm;
        private final RandomGenerator random;
        private final Map<Known, Promise> versions = new HashMap<>();
        private final Map<Known, Promise> whole = new HashMap<>();
        private int refusals;

        Run(BlobServiceRoom room, RandomGenerator random) {
            this.room = room;
            this.worm = new ImmutabilityRoom(room);
            this.random = random;
            room.features = new BlobFeatures(true, 1);
            room.createContainer("v");
            room.createContainer("w");
            worm.protect("v", ImmutabilityRoom.VERSION_LEVEL);
            worm.protect("w", ImmutabilityRoom.policy(POLICY_DAYS, true, Appends.NONE));
        }

        void run(String what) {
            for (int step = 0; step < STEPS; step++) {
                String at = what + " step " + step;
                boolean ofVersions = random.nextBoolean();
                try {
                    step(ofVersions ? "v" : "w");
                } catch (StorageException refused) {
                    assertThat(refused.code()).as(at).isNotEqualTo(ErrorCode.InternalError);
                    refusals++;
                }
                compare(at, "v", versions);
                compare(at, "w", whole);
            }
            assertThat(refusals).as(what).isPositive();
            room.assertSound();
        }

        private void compare(String at, String container, Map<Known, Promise> promises) {
            Instant time = room.service.clock().instant();
            promises.values()
                    .removeIf(promise ->
                            promise.until() != null && !promise.until().isAfter(time));
            promises.forEach((known, promise) -> assertThat(worm.seen(container, known.name(), known.moment()))
                    .as("%s %s %s", at, container, known)
                    .isEqualTo(promise.content()));
        }

        private void step(String container) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            room.features = new BlobFeatures(container.equals("v"), 1);
            switch (random.nextInt(18)) {
                case 0, 1, 2 -> put(container, name);
                case 3 -> worm.delete(container, name, null, null);
                case 4 ->
                    worm.delete(
                            container,
                            name,
                            null,
                            random.nextBoolean() ? DeleteSnapshots.INCLUDE : DeleteSnapshots.ONLY);
                case 5 -> worm.delete(container, name, moment(), null);
                case 6 ->
                    room.run(new BlobOperation.SetBlobMetadata(
                            container, name, Map.of("k", "v" + random.nextInt()), Conditions.NONE));
                case 7 ->
                    room.run(
                            new BlobOperation.SetBlobProperties(container, name, HttpProperties.NONE, Conditions.NONE));
                case 8 -> snapshot(container, name);
                case 9 -> room.run(new BlobOperation.UndeleteBlob(container, name));
                case 10, 11 -> policy(name);
                case 12 -> hold(name);
                case 13 -> {
                    room.keepDeleted(random.nextInt(3));
                    room.service.walk(_ -> Pass.UNRESTRICTED, () -> room.now).pass();
                }
                case 14 -> deleteContainer(container);
                case 15 -> {
                    room.pass(Duration.ofHours(random.nextInt(60)));
                    room.service.clock().keep();
                }
                case 16 -> leap();
                default -> copy(container, name);
            }
        }

        /** A clock that leapt is accepted now and then, and with it what it says. */
        private void leap() {
            if (room.service.clock().held() && random.nextBoolean()) {
                room.service.clock().accept();
            } else if (random.nextInt(4) == 0) {
                room.leap(Duration.ofDays(random.nextInt(-20, 20)));
            }
            room.service.walk(_ -> Pass.UNRESTRICTED, () -> room.now).pass();
            room.service.sweeper().sweep();
        }

        private void deleteContainer(String container) {
            if (random.nextInt(4) == 0) {
                worm.deleteContainer(container);
                room.createContainer(container);
            }
        }

        private void put(String container, String name) {
            Retention asked = container.equals("v") && random.nextInt(3) == 0 ? retention() : Retention.NONE;
            worm.put(container, name, "content " + random.nextInt(), asked);
            promise(container, name);
        }

        private Retention retention() {
            return new Retention(worm.in(1 + random.nextInt(6)), random.nextBoolean(), random.nextInt(8) == 0);
        }

        private void promise(String container, String name) {
            if (container.equals("v")) {
                know(name, Objects.requireNonNull(worm.version("v", name)));
            } else {
                BlobRecord record = worm.record("w", name, null);
                whole.put(
                        new Known(name, null),
                        new Promise(
                                Objects.requireNonNull(worm.seen("w", name, null)),
                                record.stamp().instant().plus(Duration.ofDays(POLICY_DAYS))));
            }
        }

        private void know(String name, Moment moment) {
            Retention retention = worm.record("v", name, moment).life().retention();
            Known known = new Known(name, moment);
            if (retention.hold()) {
                versions.put(known, new Promise(Objects.requireNonNull(worm.seen("v", name, moment)), null));
            } else if (retention.until() != null) {
                versions.put(
                        known, new Promise(Objects.requireNonNull(worm.seen("v", name, moment)), retention.until()));
            } else {
                versions.remove(known);
            }
        }

        private void snapshot(String container, String name) {
            Moment taken = worm.snapshot(container, name);
            if (container.equals("v")) {
                know(name, taken);
                know(name, Objects.requireNonNull(worm.version("v", name)));
            } else {
                Promise promise = whole.get(new Known(name, null));
                if (promise != null) {
                    whole.put(new Known(name, taken), promise);
                }
            }
        }

        /** Any that is known; one that is not there else. */
        private Moment moment() {
            List<Moment> moments = versions.keySet().stream()
                    .map(Known::moment)
                    .filter(Objects::nonNull)
                    .toList();
            return moments.isEmpty() ? new Moment.Version(new Stamp(1)) : moments.get(random.nextInt(moments.size()));
        }

        private void policy(String name) {
            Moment moment = random.nextBoolean() ? moment() : Objects.requireNonNull(worm.version("v", name));
            if (random.nextInt(4) == 0) {
                worm.deletePolicy("v", name, moment);
            } else {
                worm.setPolicy("v", name, moment, worm.in(1 + random.nextInt(6)), random.nextInt(3) == 0);
            }
            know(name, moment);
        }

        private void hold(String name) {
            Moment moment = random.nextBoolean() ? moment() : Objects.requireNonNull(worm.version("v", name));
            worm.hold("v", name, moment, random.nextBoolean());
            know(name, moment);
        }

        private void copy(String container, String name) {
            room.sourceMoment = container.equals("v") && random.nextBoolean() ? moment() : null;
            try {
                room.run(new CopyOperation.CopyBlob(
                        container,
                        name,
                        container + "/" + NAMES.get(random.nextInt(NAMES.size())),
                        Map.of(),
                        null,
                        false,
                        null,
                        Conditions.NONE,
                        Conditions.NONE,
                        false,
                        null,
                        null));
                promise(container, name);
            } finally {
                room.sourceMoment = null;
            }
        }
    }
}
