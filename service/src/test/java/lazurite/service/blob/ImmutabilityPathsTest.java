package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Pass;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.CopyOperation.SourceAccess;
import lazurite.service.blob.operation.CopyOperation.SourceRead;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceAction;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every path that could change or delete a blob, against everything that protects one. */
class ImmutabilityPathsTest {
    private static final Conditions ANY = Conditions.NONE;
    private static final SequenceConditions NUMBER = SequenceConditions.NONE;
    private static final ByteRange PAGE = new ByteRange(0, 511);

    @TempDir
    private Path folder;

    /** What protects. */
    enum By {
        UNLOCKED(ErrorCode.ContainerImmutableStorageWithVersioningEnabled),
        LOCKED(ErrorCode.ContainerImmutableStorageWithVersioningEnabled),
        HOLD(ErrorCode.ContainerImmutableStorageWithVersioningEnabled),
        CONTAINER_POLICY(ErrorCode.BlobImmutableDueToPolicy),
        CONTAINER_LOCKED(ErrorCode.ContainerImmutabilityPolicyLocked),
        CONTAINER_HOLD(ErrorCode.ContainerHasLegalHold);

        private final ErrorCode container;

        By(ErrorCode container) {
            this.container = container;
        }

        boolean versions() {
            return switch (this) {
                case UNLOCKED, LOCKED, HOLD -> true;
                case CONTAINER_POLICY, CONTAINER_LOCKED, CONTAINER_HOLD -> false;
            };
        }
    }

    /** Where a path leads. */
    private enum Ends {
        /** Refused. */
        NEVER,
        /** Done where the blob is kept as a version, else refused. */
        WITH_VERSIONS,
        /** Done, and of no harm. */
        ALWAYS
    }

    private enum Way {
        PUT_BLOB(Ends.WITH_VERSIONS),
        PUT_LARGE_BLOB(Ends.WITH_VERSIONS),
        PUT_BLOCK_LIST(Ends.WITH_VERSIONS),
        PUT_FROM_URL(Ends.WITH_VERSIONS),
        COPY(Ends.WITH_VERSIONS),
        COPY_SYNC(Ends.WITH_VERSIONS),
        CREATE_APPEND(Ends.WITH_VERSIONS),
        CREATE_PAGES(Ends.WITH_VERSIONS),
        DELETE(Ends.WITH_VERSIONS),
        DELETE_VERSION(Ends.NEVER),
        DELETE_OLD_VERSION(Ends.NEVER),
        DELETE_SNAPSHOT(Ends.NEVER),
        DELETE_SNAPSHOTS(Ends.NEVER),
        DELETE_WITH_SNAPSHOTS(Ends.NEVER),
        SET_METADATA(Ends.NEVER),
        SET_PROPERTIES(Ends.NEVER),
        APPEND(Ends.NEVER),
        APPEND_FROM_URL(Ends.NEVER),
        SEAL(Ends.NEVER),
        PUT_PAGE(Ends.NEVER),
        PUT_PAGE_FROM_URL(Ends.NEVER),
        CLEAR_PAGE(Ends.NEVER),
        RESIZE(Ends.NEVER),
        SEQUENCE_NUMBER(Ends.NEVER),
        DELETE_CONTAINER(Ends.NEVER),
        PUT_BLOCK(Ends.ALWAYS),
        TIER(Ends.ALWAYS),
        TAGS(Ends.ALWAYS),
        LEASE(Ends.ALWAYS),
        SNAPSHOT(Ends.ALWAYS),
        UNDELETE(Ends.ALWAYS);

        private final Ends ends;

        Way(Ends ends) {
            this.ends = ends;
        }

        boolean onSnapshot() {
            return this == DELETE_SNAPSHOT || this == DELETE_SNAPSHOTS || this == DELETE_WITH_SNAPSHOTS;
        }

        BlobType type() {
            return switch (this) {
                case APPEND, APPEND_FROM_URL, SEAL -> BlobType.APPEND;
                case PUT_PAGE, PUT_PAGE_FROM_URL, CLEAR_PAGE, RESIZE, SEQUENCE_NUMBER -> BlobType.PAGE;
                default -> BlobType.BLOCK;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingProtectedChangesOnAnyPath(By by) {
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                room.features = by.versions() ? new BlobFeatures(true, 7) : new BlobFeatures(false, 7);
                ImmutabilityRoom worm = new ImmutabilityRoom(room);
                for (boolean softDelete : new boolean[] {false, true}) {
                    room.keepDeleted(softDelete ? 3 : 0);
                    for (Way way : Way.values()) {
                        attempt(worm, by, way, softDelete);
                    }
                }
                room.assertSound();
            }
        }
    }

    private static void attempt(ImmutabilityRoom worm, By by, Way way, boolean softDelete) {
        String what = by + " " + way + (softDelete ? " kept" : "");
        String container = way.name().toLowerCase(Locale.ROOT).replace('_', '-') + (softDelete ? "-kept" : "");
        make(worm.room, way.type(), container);
        Moment asked = way.onSnapshot() ? worm.snapshot(container, "b") : worm.version(container, "b");
        protect(worm, by, container, way.onSnapshot() ? asked : null);
        if (way == Way.DELETE_OLD_VERSION && by.versions()) {
            worm.room.put(container, "b", "newer");
        }
        String before = worm.seen(container, "b", asked);
        assertThat(before).as(what).isNotNull();

        ErrorCode refused = refusal(() -> go(worm.room, way, container, asked));

        boolean done = way.ends == Ends.ALWAYS || (way.ends == Ends.WITH_VERSIONS && by.versions());
        ErrorCode why = way == Way.DELETE_CONTAINER ? by.container : ErrorCode.BlobImmutableDueToPolicy;
        assertThat(refused).as(what).isEqualTo(done ? null : why);
        worm.room.service.walk(_ -> Pass.UNRESTRICTED, () -> worm.room.now).pass();
        worm.room.service.sweeper().sweep();
        assertThat(worm.seen(container, "b", asked)).as(what).isEqualTo(before);
    }

    private static @Nullable ErrorCode refusal(Runnable path) {
        try {
            path.run();
            return null;
        } catch (StorageException refused) {
            return refused.code();
        }
    }

    private static void make(BlobServiceRoom room, BlobType type, String container) {
        room.createContainer(container);
        room.put(container, "src", "x".repeat(512));
        switch (type) {
            case BLOCK -> room.put(container, "b", "protected");
            case APPEND -> {
                room.run(new BlobOperation.CreateAppendBlob(container, "b", BlobServiceRoom.created(ANY)));
                room.append(container, "b", new byte[] {1, 2, 3});
            }
            case PAGE -> {
                room.run(new PageOperation.CreatePageBlob(container, "b", BlobServiceRoom.created(ANY), 1024, 7));
                room.run(new PageOperation.PutPage(
                        container, "b", PAGE, ANY, NUMBER, Checksums.NONE, BlobServiceRoom.payload(new byte[512])));
            }
        }
    }

    private static void protect(ImmutabilityRoom worm, By by, String container, @Nullable Moment moment) {
        worm.protect(
                container,
                switch (by) {
                    case UNLOCKED, LOCKED, HOLD -> ImmutabilityRoom.VERSION_LEVEL;
                    case CONTAINER_POLICY -> ImmutabilityRoom.policy(30, false, Appends.NONE);
                    case CONTAINER_LOCKED -> ImmutabilityRoom.policy(30, true, Appends.NONE);
                    case CONTAINER_HOLD -> ImmutabilityRoom.HELD;
                });
        switch (by) {
            case UNLOCKED -> worm.setPolicy(container, "b", moment, worm.in(30), false);
            case LOCKED -> worm.setPolicy(container, "b", moment, worm.in(30), true);
            case HOLD -> worm.hold(container, "b", moment, true);
            case CONTAINER_POLICY, CONTAINER_LOCKED, CONTAINER_HOLD -> {}
        }
    }

    private static void go(BlobServiceRoom room, Way way, String container, @Nullable Moment asked) {
        SourceRead source = new SourceRead(container + "/src", null, ANY, Checksums.NONE, SourceAccess.NONE);
        BlobOperation operation = switch (way) {
            case PUT_BLOB, PUT_LARGE_BLOB -> {
                byte[] content = new byte[way == Way.PUT_BLOB ? 10 : 100_000];
                yield new BlobOperation.PutBlob(
                        container, "b", BlobServiceRoom.created(ANY), Checksums.NONE, BlobServiceRoom.payload(content));
            }
            case PUT_BLOCK_LIST -> {
                room.block(container, "b", "AAAA", new byte[] {1});
                yield blockList(container, "AAAA");
            }
            case PUT_FROM_URL ->
                new CopyOperation.PutBlobFromUrl(container, "b", BlobServiceRoom.created(ANY), source, false, true);
            case COPY, COPY_SYNC ->
                new CopyOperation.CopyBlob(
                        container,
                        "b",
                        container + "/src",
                        Map.of(),
                        null,
                        false,
                        null,
                        ANY,
                        ANY,
                        way == Way.COPY_SYNC,
                        null,
                        null);
            case CREATE_APPEND -> new BlobOperation.CreateAppendBlob(container, "b", BlobServiceRoom.created(ANY));
            case CREATE_PAGES -> new PageOperation.CreatePageBlob(container, "b", BlobServiceRoom.created(ANY), 512, 0);
            case DELETE -> new BlobOperation.DeleteBlob(container, "b", null, null, ANY);
            case DELETE_VERSION, DELETE_OLD_VERSION, DELETE_SNAPSHOT ->
                new BlobOperation.DeleteBlob(container, "b", asked, null, ANY);
            case DELETE_SNAPSHOTS -> new BlobOperation.DeleteBlob(container, "b", null, DeleteSnapshots.ONLY, ANY);
            case DELETE_WITH_SNAPSHOTS ->
                new BlobOperation.DeleteBlob(container, "b", null, DeleteSnapshots.INCLUDE, ANY);
            case SET_METADATA -> new BlobOperation.SetBlobMetadata(container, "b", Map.of("k", "v"), ANY);
            case SET_PROPERTIES -> new BlobOperation.SetBlobProperties(container, "b", HttpProperties.NONE, ANY);
            case APPEND ->
                new BlobOperation.AppendBlock(
                        container, "b", ANY, null, null, Checksums.NONE, BlobServiceRoom.payload(new byte[1]));
            case APPEND_FROM_URL -> new CopyOperation.AppendBlockFromUrl(container, "b", ANY, null, null, source);
            case SEAL -> new BlobOperation.SealAppendBlob(container, "b", ANY, null);
            case PUT_PAGE ->
                new PageOperation.PutPage(
                        container, "b", PAGE, ANY, NUMBER, Checksums.NONE, BlobServiceRoom.payload(new byte[512]));
            case PUT_PAGE_FROM_URL -> new PageOperation.PutPageFromUrl(container, "b", PAGE, ANY, NUMBER, source);
            case CLEAR_PAGE -> new PageOperation.ClearPage(container, "b", PAGE, ANY, NUMBER);
            case RESIZE -> new PageOperation.SetPageProperties(container, "b", null, 2048L, null, ANY);
            case SEQUENCE_NUMBER ->
                new PageOperation.SetPageProperties(container, "b", null, null, new SequenceAction.Increment(), ANY);
            case DELETE_CONTAINER -> new BlobOperation.DeleteContainer(container, ANY);
            case PUT_BLOCK ->
                new BlobOperation.PutBlock(
                        container, "b", "AAAA", null, Checksums.NONE, BlobServiceRoom.payload(new byte[] {1}));
            case TIER -> new BlobOperation.SetBlobTier(container, "b", null, AccessTier.COOL, ANY);
            case TAGS ->
                new BlobOperation.SetBlobTags(
                        container,
                        "b",
                        null,
                        Checksums.NONE,
                        text("<Tags><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tags>"),
                        ANY);
            case LEASE -> new BlobOperation.LeaseBlob(container, "b", new LeaseAction.Acquire(-1, null), ANY);
            case SNAPSHOT -> new BlobOperation.SnapshotBlob(container, "b", Map.of("k", "v"), ANY);
            case UNDELETE -> new BlobOperation.UndeleteBlob(container, "b");
        };
        room.run(operation);
    }

    static BlobOperation blockList(String container, String... ids) {
        StringBuilder xml = new StringBuilder("<BlockList>");
        for (String id : ids) {
            xml.append("<Latest>").append(id).append("</Latest>");
        }
        return new BlobOperation.PutBlockList(
                container,
                "b",
                BlobServiceRoom.created(ANY),
                Checksums.NONE,
                text(xml.append("</BlockList>").toString()));
    }

    private static Payload text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Payload(bytes.length, new ByteArrayInputStream(bytes));
    }
}
