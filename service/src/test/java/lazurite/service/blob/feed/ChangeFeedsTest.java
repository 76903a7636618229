package lazurite.service.blob.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.account.Use;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.blob.system.SystemContainer;
import lazurite.service.gateway.Enforcement;
import lazurite.store.memory.MemoryEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments, files and documents of the feed, and that each event stands in it once. */
final class ChangeFeedsTest {
    private static final String FIRST_FILE = "log/00/2026/11/27/1000/00000.avro";
    private static final String MANIFEST = "idx/segments/2026/11/27/1000/meta.json";

    @TempDir
    Path folder;

    private void onEveryEngine(Consumer<FeedRoom> test) {
        for (FeedRoom room : FeedRoom.onEveryEngine(folder)) {
            try (room) {
                test.accept(room);
            }
        }
    }

    @Test
    void anEventHasAzuresFields() {
        onEveryEngine(room -> {
            room.put("a b");
            room.write();
            Map<?, ?> event = room.events(FIRST_FILE).getFirst();
            assertThat(event.get("$record")).isEqualTo("BlobChangeEvent");
            assertThat(event.get("schemaVersion")).isEqualTo(5L);
            assertThat(event.get("topic"))
                    .isEqualTo("/subscriptions/default/resourceGroups/lazurite/providers/Microsoft.Storage"
                            + "/storageAccounts/acct1");
            assertThat(event.get("subject")).isEqualTo("/blobServices/default/containers/c/blobs/a b");
            assertThat(event.get("eventType")).isEqualTo("BlobCreated");
            assertThat(event.get("eventTime")).isEqualTo("2026-11-27T10:30:00.0000000Z");
            Map<?, ?> data = (Map<?, ?>) Objects.requireNonNull(event.get("data"));
            assertThat(data.get("$record")).isEqualTo("BlobChangeEventData");
            assertThat(data.get("api")).isEqualTo("PutBlob");
            assertThat(data.get("requestId")).isEqualTo("00000000-0000-0000-0000-000000000000");
            assertThat(String.valueOf(data.get("etag"))).startsWith("0x");
            assertThat(data.get("contentLength")).isEqualTo(3L);
            assertThat(data.get("blobType")).isEqualTo("BlockBlob");
            assertThat(data.get("url")).isEqualTo(FeedRoom.ENDPOINT + "/c/a%20b");
            assertThat(data.get("sequencer")).isEqualTo("0".repeat(47) + "1");
        });
    }

    @Test
    void aSegmentIsFinalizedTwoMinutesBehindItsHour() {
        onEveryEngine(room -> {
            room.write();
            assertThat(room.names("")).containsExactly("idx/segments/1601/01/01/0000/meta.json", "meta/segments.json");
            assertThat(room.text("meta/segments.json")).contains("\"lastConsumable\": \"1601-01-01T00:59:59.999Z\"");
            room.put("a");
            room.write();
            assertThat(room.text(MANIFEST))
                    .contains("\"status\": \"Publishing\"")
                    .contains("\"$blobchangefeed/log/00/2026/11/27/1000/\"");
            room.pass(Duration.ofMinutes(31));
            room.write();
            assertThat(room.text(MANIFEST)).contains("Publishing");
            room.pass(Duration.ofMinutes(1));
            room.write();
            assertThat(room.text(MANIFEST)).contains("\"status\": \"Finalized\"");
            assertThat(room.text("meta/segments.json")).contains("\"lastConsumable\": \"2026-11-27T10:59:59.999Z\"");
            room.put("b");
            room.restart();
            room.write();
            assertThat(room.told()).containsExactly("a", "b");
            assertThat(room.names("log/")).containsExactly(FIRST_FILE, "log/00/2026/11/27/1100/00000.avro");
        });
    }

    @Test
    void anEventOfANewHourEndsTheSegmentBefore() {
        onEveryEngine(room -> {
            room.put("a");
            room.pass(Duration.ofMinutes(30));
            room.put("b");
            room.write();
            assertThat(room.text(MANIFEST)).contains("Finalized");
            assertThat(room.text("idx/segments/2026/11/27/1100/meta.json")).contains("Publishing");
            assertThat(room.told()).containsExactly("a", "b");
        });
    }

    @Test
    void aClockThatIsSetBackBringsNoEventIntoAnEarlierSegment() {
        onEveryEngine(room -> {
            room.put("a");
            room.write();
            room.pass(Duration.ofHours(-3));
            room.restart();
            room.put("a2");
            room.write();
            room.pass(Duration.ofHours(4));
            room.write();
            room.pass(Duration.ofHours(-2));
            room.put("a3");
            room.write();
            assertThat(room.told()).containsExactly("a", "a2", "a3");
            assertThat(room.names("log/")).containsExactly(FIRST_FILE, "log/00/2026/11/27/1100/00000.avro");
        });
    }

    @Test
    void filesAreCutAtTheirLimits() {
        onEveryEngine(room -> {
            room.limits = new FeedWriter.Limits(64 << 20, 2);
            room.restart();
            for (int i = 0; i < 5; i++) {
                room.put("a" + i);
                room.write();
            }
            assertThat(room.names("log/")).hasSize(3).last().isEqualTo("log/00/2026/11/27/1000/00002.avro");
            assertThat(room.told()).containsExactly("a0", "a1", "a2", "a3", "a4");
        });
    }

    @Test
    void manyEventsAreWrittenInSeveralBlocks() {
        onEveryEngine(room -> {
            IntStream.range(0, 1_300).forEach(i -> room.put("a" + i));
            room.write();
            assertThat(room.told())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 1_300).mapToObj(i -> "a" + i).toList());
            assertThat(room.feeds.written()).isEqualTo(1_300);
            assertThat(room.feeds.waiting()).containsEntry("acct1", 0.0);
        });
    }

    @Test
    void segmentsAreDeletedWhenTheirTimeIsOverButTheNewest() {
        onEveryEngine(room -> {
            room.feed(2);
            for (int day = 0; day < 4; day++) {
                room.put("a" + day);
                room.write();
                room.pass(Duration.ofDays(1));
            }
            room.write();
            assertThat(room.told()).containsExactly("a2", "a3");
            room.pass(Duration.ofDays(10));
            room.write();
            assertThat(room.told()).containsExactly("a3");
            assertThat(room.names("idx/")).hasSize(2);
        });
    }

    @Test
    void aFeedThatWasOffGoesOnBehindWhatItHad() {
        onEveryEngine(room -> {
            room.put("a");
            room.write();
            room.feedOff();
            room.write();
            room.put("unseen");
            room.feed(0);
            room.write();
            room.put("b");
            room.write();
            assertThat(room.told()).containsExactly("a", "b");
            assertThat(room.text(MANIFEST)).contains("Finalized");
        });
    }

    /** As it may be while a configuration is changed that has switched the feed off for a moment. */
    @Test
    void aFeedWhoseContainerWasDeletedBeginsAnew() {
        onEveryEngine(room -> {
            room.put("a");
            room.write();
            room.run(new BlobOperation.DeleteContainer("$blobchangefeed", Conditions.NONE));
            room.put("b");
            room.write();
            room.write();
            room.put("c");
            room.write();
            assertThat(room.told()).containsExactly("b", "c");
            assertThat(room.names("")).contains("meta/segments.json", MANIFEST);
        });
    }

    @Test
    void whatAnOrderForbidsToWriteWaitsForItsEnd() {
        onEveryEngine(room -> {
            room.put("a");
            room.write();
            room.enforcement = (_, _, use) -> {
                if (use == Use.GROWTH) {
                    throw new StorageException(ErrorCode.AccountIsDisabled);
                }
                return Pass.UNRESTRICTED;
            };
            room.put("b");
            room.run(new BlobOperation.DeleteBlob("c", "a", null, null, Conditions.NONE));
            room.write();
            assertThat(room.told()).containsExactly("a");
            assertThat(room.feeds.waiting()).containsEntry("acct1", 2.0);
            room.restart();
            room.enforcement = Enforcement.OPEN;
            room.write();
            assertThat(room.told()).containsExactly("a", "b", "a");
        });
    }

    /** Fails one of its calls, before or after it is carried out. */
    private record Failing(BlobOperations blobs, int[] left, boolean done) implements BlobOperations {
        @Override
        public BlobResult run(BlobOperation operation, BlobCall call) {
            boolean fails = left[0]-- == 0;
            if (fails && !done) {
                throw new StorageException(ErrorCode.InternalError);
            }
            BlobResult result = blobs.run(operation, call);
            if (fails) {
                throw new StorageException(ErrorCode.InternalError);
            }
            return result;
        }

        @Override
        public ServiceProperties properties(String account) {
            return blobs.properties(account);
        }

        @Override
        public @Nullable ContainerPolicy policy(String account, String container) {
            return blobs.policy(account, container);
        }
    }

    @Test
    void whereverItBreaksOffEachEventIsWrittenOnce() {
        for (boolean done : new boolean[] {false, true}) {
            boolean failed = true;
            for (int step = 0; failed; step++) {
                try (FeedRoom room = new FeedRoom(MemoryEngine::new)) {
                    failed = breakOff(room, step, done);
                    List<String> wanted = new ArrayList<>();
                    IntStream.range(0, 12).forEach(i -> wanted.add("a" + i));
                    assertThat(room.told())
                            .as("step " + step + ", done " + done)
                            .containsExactlyElementsOf(wanted);
                }
            }
        }
    }

    private static boolean breakOff(FeedRoom room, int step, boolean done) {
        int[] left = {step};
        FeedWriter writer = writer(room, new Failing(room.service, left, done));
        for (int i = 0; i < 12; i++) {
            room.put("a" + i);
            room.pass(Duration.ofMinutes(10));
            room.service.changeEvents().move();
            try {
                writer.step(room.account());
            } catch (StorageException broken) {
                assertThat(broken.code()).isEqualTo(ErrorCode.InternalError);
                writer = writer(room, room.service);
            }
        }
        room.write();
        return left[0] < 0;
    }

    private static FeedWriter writer(FeedRoom room, BlobOperations blobs) {
        return new FeedWriter(
                room.service.changeEvents(),
                new SystemContainer("$blobchangefeed", blobs, Enforcement.OPEN),
                room.platform,
                _ -> FeedRoom.ENDPOINT,
                FeedWriter.Limits.STANDARD);
    }
}
