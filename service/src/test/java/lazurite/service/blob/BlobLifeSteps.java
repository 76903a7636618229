package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.BlobLifeState.Kind;
import lazurite.service.blob.BlobLifeState.Known;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.Expiry;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/** Random operations on one blob, done to the service and to its model, which has to foresee each refusal. */
final class BlobLifeSteps {
    private static final List<String> IDS =
            List.of("6c8a2b1e-0000-4000-8000-00000000000a", "6c8a2b1e-0000-4000-8000-00000000000b");

    private final BlobServiceRoom room;
    private final BlobLifeModel model;
    private final Random random;
    private int texts;

    /** What was done last, for failures. */
    String at = "";

    BlobLifeSteps(BlobServiceRoom room, BlobLifeModel model, Random random) {
        this.room = room;
        this.model = model;
        this.random = random;
    }

    void operation() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3 -> put();
            case 4, 5 -> putBlocks();
            case 6, 7 -> setMetadata();
            case 8 -> setType();
            case 9, 10 -> snapshot();
            case 11 -> delete();
            case 12, 13 -> deleteOne();
            case 14 -> expect(model.undelete(), new BlobOperation.UndeleteBlob("c", "b"));
            case 15, 16 -> copy();
            case 17, 18 -> lease();
            case 19 -> retain();
            case 20, 21 -> setTier();
            case 22 -> setTag();
            default -> setExpiry();
        }
    }

    private void put() {
        String id = id();
        BlobLifeRow made = made(text());
        Instant until = model.protects && random.nextInt(4) == 0 ? until() : null;
        if (until != null) {
            made.until = until;
            made.locked = random.nextInt(3) == 0;
            made.hold = random.nextInt(8) == 0;
        }
        if (!model.protects && random.nextInt(4) == 0) {
            made.expires = room.now.plus(Duration.ofMinutes(1 + random.nextInt(3000)));
        }
        boolean unknown = made.expires != null && !model.expiry;
        BlobResult result = expect(
                unknown ? Set.of(ErrorCode.HierarchicalNamespaceNotEnabled) : model.refusesReplace(id, false, until),
                new BlobOperation.PutBlob("c", "b", created(made, id), Checksums.NONE, body(made.text)));
        replaced(made, result);
    }

    private void putBlocks() {
        String id = id();
        BlobLifeRow made = made(text());
        expect(
                model.stage(id, made.text.length()),
                new BlobOperation.PutBlock("c", "b", "MDAx", id, Checksums.NONE, body(made.text)));
        if (model.staged != made.text.length() || random.nextInt(5) == 0) {
            return;
        }
        BlobResult result = expect(
                model.refusesReplace(id, false, null),
                new BlobOperation.PutBlockList(
                        "c",
                        "b",
                        created(made, id),
                        Checksums.NONE,
                        body("<BlockList><Uncommitted>MDAx</Uncommitted></BlockList>")));
        replaced(made, result);
    }

    private void replaced(BlobLifeRow made, @Nullable BlobResult result) {
        if (result instanceof BlobResult.Written written) {
            made.etag = fresh(Objects.requireNonNull(written.stamp()));
            model.replace(made);
        }
    }

    /** A new ETag is none that the blob has. */
    private Stamp fresh(Stamp etag) {
        BlobLifeRow base = model.visible();
        if (base != null) {
            assertThat(etag).as(at).isGreaterThan(base.etag);
        }
        return etag;
    }

    private BlobLifeRow made(String text) {
        BlobLifeRow made = new BlobLifeRow(new Stamp(0), text);
        made.metadata = random.nextBoolean() ? "" : "m" + texts;
        made.tag = random.nextBoolean() ? "" : "g" + texts;
        made.type = random.nextBoolean() ? "" : "t" + texts;
        made.tier = random.nextInt(3) > 0 ? null : tier();
        return made;
    }

    private static NewBlob created(BlobLifeRow made, @Nullable String id) {
        return new NewBlob(
                type(made.type),
                words(made.metadata),
                words(made.tag),
                made.tier,
                holding(id),
                new Retention(made.until, made.locked, made.hold),
                made.expires == null ? null : new Expiry.At(made.expires));
    }

    private void setMetadata() {
        String id = id();
        String value = "m" + texts++;
        BlobResult result = expect(
                model.refusesChange(id, true), new BlobOperation.SetBlobMetadata("c", "b", words(value), holding(id)));
        if (result instanceof BlobResult.Changed changed) {
            model.setMetadata(fresh(changed.stamp()), value);
        }
    }

    private void setType() {
        String id = id();
        String value = "t" + texts++;
        BlobResult result = expect(
                model.refusesChange(id, true), new BlobOperation.SetBlobProperties("c", "b", type(value), holding(id)));
        if (result instanceof BlobResult.Changed changed) {
            model.setType(fresh(changed.stamp()), value);
        }
    }

    private void snapshot() {
        String id = random.nextInt(4) == 0 ? id() : null;
        String value = random.nextBoolean() ? "" : "s" + texts++;
        BlobResult result =
                expect(model.refusesSnapshot(id), new BlobOperation.SnapshotBlob("c", "b", words(value), holding(id)));
        if (result instanceof BlobResult.Snapshotted taken) {
            model.snapshot(taken.snapshot(), taken.version(), value);
        }
    }

    private void delete() {
        String id = id();
        DeleteSnapshots what = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> DeleteSnapshots.ONLY;
            default -> DeleteSnapshots.INCLUDE;
        };
        expect(model.delete(what, id, false), new BlobOperation.DeleteBlob("c", "b", null, what, holding(id)));
    }

    private void deleteOne() {
        Known one = any();
        if (one == null) {
            return;
        }
        String id = random.nextInt(8) == 0 ? id() : model.leaseId();
        boolean forGood = one.moment() != null && random.nextInt(4) == 0;
        expect(
                forGood ? model.deleteForGood(one) : model.deleteOne(one, id),
                new BlobOperation.DeleteBlob(
                        "c", "b", one.moment(), null, forGood, forGood ? Conditions.NONE : holding(id)));
    }

    private void copy() {
        String id = id();
        Known from = random.nextInt(4) == 0 ? null : any();
        BlobLifeRow source = from == null ? model.visible() : from.isThere() ? from.row() : null;
        AccessTier tier = random.nextBoolean() ? null : tier();
        boolean high = random.nextBoolean();
        boolean tags = random.nextBoolean();
        BlobLifeRow copied = source == null ? null : copied(source, tier, high, tags);
        room.sourceMoment = from == null ? null : from.moment();
        BlobResult result = expect(
                model.refusesCopy(id, source, from == null || from.moment() == null, tier),
                new CopyOperation.CopyBlob(
                        "c",
                        "b",
                        "c/b",
                        Map.of(),
                        null,
                        tags,
                        tier,
                        holding(id),
                        Conditions.NONE,
                        false,
                        null,
                        null,
                        CopyOperation.SourceAccess.NONE,
                        Retention.NONE,
                        high));
        room.sourceMoment = null;
        if (result instanceof BlobResult.Copied done && copied != null) {
            copied.etag = fresh(done.stamp());
            model.replace(copied);
        }
    }

    private BlobLifeRow copied(BlobLifeRow source, @Nullable AccessTier tier, boolean high, boolean tags) {
        BlobLifeRow copied = new BlobLifeRow(source.etag, source.text);
        copied.metadata = source.metadata;
        copied.type = source.type;
        copied.tag = tags ? source.tag : "";
        copied.tier = tier;
        if (model.archived(source) != null && tier != null) {
            copied.tier = AccessTier.ARCHIVE;
            copied.back = new BlobLifeRow.Back(tier, high, room.now.plusSeconds(high ? 10 : 60));
        }
        return copied;
    }

    private void lease() {
        String id = IDS.get(random.nextInt(2));
        Set<ErrorCode> refusals;
        LeaseAction action;
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                int seconds = random.nextBoolean() ? -1 : 15 + random.nextInt(45);
                refusals = model.lease((lease, now) -> lease.acquire(id, seconds, now));
                action = new LeaseAction.Acquire(seconds, id);
            }
            case 2 -> {
                refusals = model.lease((lease, now) -> lease.renew(id, now));
                action = new LeaseAction.Renew(id);
            }
            case 3 -> {
                refusals = model.lease((lease, _) -> lease.release(id));
                action = new LeaseAction.Release(id);
            }
            default -> {
                Integer period = random.nextBoolean() ? null : random.nextInt(30);
                refusals = model.lease((lease, now) -> lease.breakIt(period, now));
                action = new LeaseAction.Break(period);
            }
        }
        expect(refusals, new BlobOperation.LeaseBlob("c", "b", action, Conditions.NONE));
    }

    private void retain() {
        Known one = any();
        if (one == null) {
            return;
        }
        Moment moment = moment(one);
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                Instant until = until();
                boolean locked = random.nextInt(3) == 0;
                expect(
                        model.setPolicy(one, until, locked),
                        new LifeOperation.SetImmutabilityPolicy("c", "b", moment, until, locked, Conditions.NONE));
            }
            case 2 ->
                expect(
                        model.setPolicy(one, null, false),
                        new LifeOperation.DeleteImmutabilityPolicy("c", "b", moment, Conditions.NONE));
            default -> {
                boolean hold = random.nextInt(3) == 0;
                expect(
                        model.setHold(one, hold),
                        new LifeOperation.SetLegalHold("c", "b", moment, hold, Conditions.NONE));
            }
        }
    }

    private void setTier() {
        Known one = any();
        if (one == null) {
            return;
        }
        String id = one.kind() == Kind.BASE ? id() : null;
        AccessTier tier = tier();
        Boolean high = random.nextInt(3) == 0 ? null : Boolean.valueOf(random.nextBoolean());
        BlobResult result = expect(
                model.setTier(one, id, tier, high),
                new BlobOperation.SetBlobTier("c", "b", moment(one), tier, holding(id), high));
        if (result != null) {
            assertThat(result instanceof BlobResult.Pending).as(at).isEqualTo(model.pending);
        }
    }

    private void setTag() {
        Known one = any();
        if (one == null) {
            return;
        }
        String id = one.kind() == Kind.BASE ? id() : null;
        String value = "g" + texts++;
        String xml = "<Tags><TagSet><Tag><Key>k</Key><Value>" + value + "</Value></Tag></TagSet></Tags>";
        expect(
                model.setTag(one, id, value),
                new BlobOperation.SetBlobTags("c", "b", moment(one), Checksums.NONE, body(xml), holding(id)));
    }

    private void setExpiry() {
        String id = id();
        Instant time = random.nextInt(5) == 0
                ? null
                : room.now.plus(Duration.ofMinutes(random.nextInt(8) == 0 ? -5 : 1 + random.nextInt(3000)));
        BlobResult result = expect(
                model.refusesExpiry(id, time),
                new LifeOperation.SetBlobExpiry(
                        "c", "b", time == null ? new Expiry.Never() : new Expiry.At(time), holding(id)));
        if (result instanceof BlobResult.Changed changed) {
            model.setExpires(fresh(changed.stamp()), time);
        }
    }

    // ---- what they are made of

    private String text() {
        int size = random.nextInt(12) == 0 ? 40_000 : 1 + random.nextInt(50);
        return "text " + texts++ + "x".repeat(size);
    }

    private AccessTier tier() {
        return switch (random.nextInt(5)) {
            case 0 -> AccessTier.HOT;
            case 1, 2 -> AccessTier.COOL;
            default -> AccessTier.ARCHIVE;
        };
    }

    private Instant until() {
        Instant until = room.now.plus(Duration.ofHours(random.nextInt(8) == 0 ? -1 : 1 + random.nextInt(100)));
        return Instant.ofEpochSecond(until.getEpochSecond());
    }

    /** Mostly the lease's id, if there is a lease. */
    private @Nullable String id() {
        String held = model.leaseId();
        if (held != null && random.nextInt(3) > 0) {
            return held;
        }
        return random.nextInt(10) == 0 ? IDS.get(random.nextInt(2)) : null;
    }

    /** Any row that has a name; null if there is none. */
    private @Nullable Known any() {
        List<Known> all = new ArrayList<>(model.all());
        all.removeIf(known -> known.kind() != Kind.BASE && known.row().at == null);
        if (all.isEmpty()) {
            return null;
        }
        Known first = all.getFirst();
        return first.kind() == Kind.BASE && random.nextInt(3) == 0 ? first : all.get(random.nextInt(all.size()));
    }

    /** The name of what is meant; that of the base is left out now and then. */
    private @Nullable Moment moment(Known one) {
        return one.kind() == Kind.BASE && random.nextBoolean() ? null : one.moment();
    }

    private static Conditions holding(@Nullable String id) {
        return new Conditions(List.of(), List.of(), null, null, null, id);
    }

    private static HttpProperties type(String type) {
        return new HttpProperties(type.isEmpty() ? null : type, null, null, null, null, null);
    }

    private static Map<String, String> words(String value) {
        return value.isEmpty() ? Map.of() : Map.of("k", value);
    }

    private static Payload body(String text) {
        return BlobServiceRoom.payload(text.getBytes(StandardCharsets.UTF_8));
    }

    void note(String what) {
        at = at + "\n" + what;
    }

    /** What is done; null if it is refused, as it has to be then. */
    private @Nullable BlobResult expect(Set<ErrorCode> refusals, BlobOperation operation) {
        note(operation.toString());
        try {
            BlobResult result = room.run(operation);
            assertThat(refusals).as(at).isEmpty();
            return result;
        } catch (StorageException refused) {
            assertThat(refusals).as(at).contains(refused.code());
            return null;
        }
    }
}
