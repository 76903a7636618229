package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.BlobLifeState.Kind;
import lazurite.service.blob.BlobLifeState.Known;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import org.jspecify.annotations.Nullable;

/** What is seen of one blob in listings, usage and reads, held against its model. */
final class BlobLifeView {
    private static final Set<Include> EVERYTHING = EnumSet.complementOf(EnumSet.of(Include.SYSTEM));

    private final BlobServiceRoom room;
    private final BlobLifeModel model;
    private final Random random;

    BlobLifeView(BlobServiceRoom room, BlobLifeModel model, Random random) {
        this.room = room;
        this.model = model;
        this.random = random;
    }

    /** What is seen of a row: whether in a listing or by itself. */
    private record Seen(String kind, @Nullable Moment moment, String shown) {}

    /** @param reads how many rows are read, any of them if there are more */
    void compare(String at, int reads) throws IOException {
        List<Seen> listed = listed();
        learn(listed);
        List<Seen> missing = expected();
        List<Seen> others = new ArrayList<>(listed);
        others.removeIf(missing::remove);
        assertThat(others).as("%s, and missing: %s", at, missing).isEmpty();
        assertThat(missing).as(at).isEmpty();
        read(at, null, model.visible());
        List<Known> all = model.all();
        for (int i = 0; i < Math.min(reads, all.size()); i++) {
            Known one = all.get(reads < all.size() ? random.nextInt(all.size()) : i);
            Moment moment = one.moment();
            if (moment != null) {
                read(at, moment, one.isThere() ? one.row() : null);
            }
        }
    }

    void compareUsage(String at) {
        assertThat(room.usage("c")).as(at).isEqualTo(model.usage());
    }

    private List<Seen> listed() {
        BlobResult.Blobs page = (BlobResult.Blobs)
                room.run(new BlobOperation.ListBlobs("c", null, null, null, null, 5000, 5000, EVERYTHING));
        List<Seen> listed = new ArrayList<>();
        for (BlobResult.ListEntry entry : page.entries()) {
            listed.add(
                    switch (entry) {
                        case BlobResult.ListEntry.Blob blob -> {
                            boolean deleted = blob.record().life().deletion() != null;
                            String kind = (deleted ? "deleted " : "") + kind(blob.moment());
                            yield new Seen(
                                    kind,
                                    blob.moment(),
                                    shown(blob.record(), Objects.requireNonNull(blob.metadata()), blob.lease()));
                        }
                        case BlobResult.ListEntry.Uncommitted _ -> new Seen("uncommitted", null, "");
                        case BlobResult.ListEntry.Prefix prefix -> new Seen("prefix", null, prefix.name());
                    });
        }
        return listed;
    }

    private static String kind(@Nullable Moment moment) {
        return switch (moment) {
            case null -> "base";
            case Moment.Version _ -> "version";
            case Moment.Snapshot _ -> "snapshot";
        };
    }

    private List<Seen> expected() {
        BlobLifeRow base = model.visible();
        List<Seen> expected = new ArrayList<>();
        BlobLifeRow whole = base == null ? model.whole() : null;
        for (Known one : model.all()) {
            String kind = switch (one.kind()) {
                case BASE -> "base";
                case SNAPSHOT -> "snapshot";
                case VERSION -> "version";
                case DELETED -> one.row() == whole ? "deleted base" : "deleted snapshot";
                case DELETED_VERSION -> "deleted version";
            };
            boolean hidden = one.row().isOver(room.now)
                    || (one.kind() == Kind.SNAPSHOT && base == null)
                    || (one.row() == whole && model.staged > 0);
            if (!hidden) {
                expected.add(new Seen(kind, kind.endsWith("base") ? null : one.moment(), shown(one)));
            }
        }
        if (base == null && model.staged > 0) {
            expected.add(new Seen("uncommitted", null, ""));
        }
        return expected;
    }

    private String shown(Known one) {
        Lease.State lease = one.kind() == Kind.BASE ? model.leaseState() : Lease.State.AVAILABLE;
        return one.row().shown(room.now) + " " + lease;
    }

    private static String shown(BlobRecord record, Map<String, String> metadata, Lease.State lease) {
        Life life = record.life();
        Deletion deletion = life.deletion();
        Rehydration back = record.rehydration();
        String type = record.properties().contentType();
        return BlobLifeRow.describe(
                        record.stamp(),
                        record.created(),
                        record.length(),
                        metadata.getOrDefault("k", ""),
                        type == null ? "" : type,
                        record.tags().getOrDefault("k", ""),
                        record.tier(),
                        back == null
                                ? ""
                                : back.target().wire().toLowerCase(Locale.ROOT) + (back.high() ? "/High" : "/Standard"),
                        life.retention(),
                        life.expires(),
                        deletion == null ? null : deletion.at(),
                        deletion == null ? 0 : deletion.days())
                + " " + lease;
    }

    /** The names of rows that no answer told: each is that of a row which is the same in all else. */
    private void learn(List<Seen> listed) {
        List<Known> all = model.all();
        Set<Moment> known = new HashSet<>();
        for (Known one : all) {
            Moment moment = one.moment();
            if (moment != null) {
                known.add(moment);
            }
        }
        for (Known one : all) {
            if (one.kind() != Kind.BASE && one.row().at == null) {
                for (Seen seen : listed) {
                    Moment moment = seen.moment();
                    if (moment != null
                            && seen.shown().equals(shown(one))
                            && seen.kind().startsWith("deleted") != one.isThere()
                            && (moment instanceof Moment.Version) == (one.kind() == Kind.VERSION)
                            && known.add(moment)) {
                        one.row().at = moment.stamp();
                        break;
                    }
                }
            }
        }
    }

    private void read(String at, @Nullable Moment moment, @Nullable BlobLifeRow row) throws IOException {
        String what = at + "\nread " + moment;
        try {
            BlobResult.BlobState state = (BlobResult.BlobState)
                    room.run(new BlobOperation.GetBlobProperties("c", "b", moment, Conditions.NONE));
            assertThat(row).as(what).isNotNull();
            boolean base = row == model.base;
            Lease.State lease = base ? model.leaseState() : Lease.State.AVAILABLE;
            assertThat(shown(state.record(), state.metadata(), state.lease()))
                    .as(what)
                    .isEqualTo(Objects.requireNonNull(row).shown(room.now) + " " + lease);
        } catch (StorageException refused) {
            assertThat(refused.code()).as(what).isEqualTo(ErrorCode.BlobNotFound);
            assertThat(row).as(what).isNull();
        }
        ErrorCode refusal = row == null ? ErrorCode.BlobNotFound : model.archived(row);
        try {
            String text = new String(room.get("c", "b", moment), StandardCharsets.UTF_8);
            assertThat(refusal).as(what).isNull();
            assertThat(text).as(what).isEqualTo(Objects.requireNonNull(row).text);
        } catch (StorageException refused) {
            assertThat(refused.code()).as(what).isEqualTo(refusal);
        }
    }
}
