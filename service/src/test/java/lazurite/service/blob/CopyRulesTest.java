package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.ifMatch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.tag.TagExpressions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What copies check, take along and leave behind. */
final class CopyRulesTest {
    private static final Stamp ELSEWHERE = new Stamp(1);
    private static final String LEASE = "11111111-2222-3333-4444-555555555555";

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void sealingKeepsTheEtagAndACopyIsSealedAsItsSourceUnlessToldOtherwise() {
        room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Conditions.NONE)));
        Stamp before = state("log").stamp();
        room.run(new BlobOperation.SealAppendBlob("c", "log", Conditions.NONE, null));
        assertThat(state("log").sealed()).isTrue();
        assertThat(state("log").stamp()).isEqualTo(before);
        copy("log", Conditions.NONE, false, null, null, true);
        assertThat(state("copy").sealed()).isTrue();
        copy("log", Conditions.NONE, false, null, false, true);
        assertThat(state("copy").sealed()).isFalse();
    }

    @Test
    void aBlobKeepsItsTierWhenOverwrittenWithoutOne() {
        room.put("c", "a", "text");
        room.put("c", "copy", "text");
        room.run(new BlobOperation.SetBlobTier("c", "copy", null, AccessTier.COOL, Conditions.NONE));
        room.put("c", "copy", "other");
        assertThat(state("copy").tier()).isEqualTo(AccessTier.COOL);
        copy("a", Conditions.NONE, false, null, null, true);
        assertThat(state("copy").tier()).isEqualTo(AccessTier.COOL);
        copy("a", Conditions.NONE, false, AccessTier.COLD, null, true);
        assertThat(state("copy").tier()).isEqualTo(AccessTier.COLD);
        assertThat(state("a").tier()).isNull();
    }

    @Test
    void anAsynchronousCopyOntoALeasedBlobNeedsALeaseWithoutEnd() {
        room.put("c", "a", "text");
        room.put("c", "copy", "text");
        acquire("copy");
        refused(ErrorCode.LeaseIdMissing, () -> copy("a", Conditions.NONE, false, null, null, true));
        refused(ErrorCode.InfiniteLeaseDurationRequired, () -> copyLeased(false));
        copyLeased(true);
        room.run(new BlobOperation.LeaseBlob("c", "copy", new LeaseAction.Acquire(-1, LEASE), Conditions.NONE));
        copyLeased(false);
    }

    private void copyLeased(boolean sync) {
        room.run(new CopyOperation.CopyBlob(
                "c", "copy", "c/a", Map.of(), null, false, null, leased(LEASE), Conditions.NONE, sync, null, null));
    }

    private BlobRecord state(String blob) {
        return ((BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", blob, null, Conditions.NONE)))
                .record();
    }

    @Test
    void aSealOrATierThatTheSourcesTypeDoesNotHaveIsRefused() {
        room.put("c", "block", "text");
        room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Conditions.NONE)));
        refused(ErrorCode.InvalidBlobType, () -> copy("block", Conditions.NONE, false, null, true, true));
        refused(
                ErrorCode.AccessTierNotSupportedForBlobType,
                () -> copy("log", Conditions.NONE, false, AccessTier.COOL, false, true));
        copy("log", Conditions.NONE, false, null, true, true);
        refused(ErrorCode.BlobIsSealed, () -> room.append("c", "copy", new byte[] {1}));
    }

    @Test
    void aSourcesTagsAreTestedForThoseOnlyWhoMayReadThem() {
        room.put("c", "a", "text");
        Conditions condition = ifTags("\"a\" <> 'b'");
        refused(ErrorCode.CannotVerifyCopySource, () -> copy("a", condition, false, null, false, false));
        copy("a", condition, false, null, false, true);
    }

    @Test
    void aSynchronousCopySaysNotModifiedAsAReadOfTheSourceWould() {
        Stamp stamp = room.put("c", "a", "text");
        Conditions known = new Conditions(List.of(), List.of(stamp.etag()), null, null, null, null);
        assertThatThrownBy(() -> copy("a", known, true, null, false, true))
                .isInstanceOfSatisfying(StorageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CannotVerifyCopySource);
                    assertThat(e.status()).isEqualTo(304);
                    assertThat(e.details()).containsEntry("CopySourceErrorCode", "ConditionNotMet");
                });
        refused(ErrorCode.SourceConditionNotMet, () -> copy("a", known, false, null, false, true));
        refused(ErrorCode.SourceConditionNotMet, () -> copy("a", ifMatch(ELSEWHERE), true, null, false, true));
    }

    @Test
    void aSynchronousCopyTellsWhatIsWrongWithItsSource() {
        assertThatThrownBy(() -> copy("absent", Conditions.NONE, true, null, false, true))
                .isInstanceOfSatisfying(StorageException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CannotVerifyCopySource);
                    assertThat(e.status()).isEqualTo(404);
                    assertThat(e.details())
                            .containsEntry("CopySourceStatusCode", "404")
                            .containsEntry("CopySourceErrorCode", "BlobNotFound");
                });
        refused(ErrorCode.BlobNotFound, () -> copy("absent", Conditions.NONE, false, null, false, true));
    }

    @Test
    void aCopyDoesNotShowTheSignatureOfItsSource() {
        room.put("c", "a", "text");
        for (String query : new String[] {"?sig=x%2F&sv=1&sr=b", "?sv=1&Sig=x%2F&sr=b", "?sv=1&sr=b&sig=x%2F"}) {
            copy("a" + query, Conditions.NONE, false, null, false, true);
            assertThat(copySource()).isEqualTo("a?sv=1&sr=b");
        }
        copy("a?sig=x", Conditions.NONE, false, null, false, true);
        assertThat(copySource()).isEqualTo("a");
        copy("a?snapshotsig=x&", Conditions.NONE, false, null, false, true);
        assertThat(copySource()).isEqualTo("a?snapshotsig=x&");
    }

    private String copySource() {
        return Objects.requireNonNull(state("copy").copy()).source();
    }

    private void copy(
            String from,
            Conditions source,
            boolean sync,
            @Nullable AccessTier tier,
            @Nullable Boolean seal,
            boolean readsTags) {
        BlobCall call = room.call();
        room.service.run(
                new CopyOperation.CopyBlob(
                        "c", "copy", from, Map.of(), null, false, tier, Conditions.NONE, source, sync, null, seal),
                new BlobCall(
                        call.account(),
                        call.features(),
                        call.caller(),
                        call.version(),
                        call.pass(),
                        url -> new ResolvedSource(
                                call.account(), "c", withoutQuery(url), null, readsTags, call.pass())));
    }

    private static String withoutQuery(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private void acquire(String blob) {
        room.run(new BlobOperation.LeaseBlob("c", blob, new LeaseAction.Acquire(15, LEASE), Conditions.NONE));
    }

    private static Conditions leased(String id) {
        return new Conditions(List.of(), List.of(), null, null, null, id);
    }

    private static Conditions ifTags(String expression) {
        return new Conditions(List.of(), List.of(), null, null, TagExpressions.parseCondition(expression), null);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
