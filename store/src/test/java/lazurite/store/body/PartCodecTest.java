package lazurite.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.Uid;
import org.junit.jupiter.api.Test;

class PartCodecTest {
    private static final List<Part> GOLDEN_PARTS = List.of(
            new Part("QUJD", new BodyRef(new Uid(1, 2), 300, null, 0)),
            new Part("", new BodyRef(new Uid(3, 4), 5L << 30, new ExtentId(-7), 1L << 40)));
    private static final String GOLDEN = "01"
            + "0451554a4400" + "0000000000000001" + "0000000000000002" + "ac02"
            + "0001" + "0000000000000003" + "0000000000000004" + "8080808014" + "fffffffffffffff9" + "808080808020";

    private static final List<Part> GOLDEN_SLICES = List.of(
            GOLDEN_PARTS.getFirst(), new Part("QUJE", GOLDEN_PARTS.getLast().body(), 300, 200));
    private static final String GOLDEN_SLICED = "02"
            + "0451554a4400" + "0000000000000001" + "0000000000000002" + "ac02" + "00" + "ac02"
            + "0451554a4501" + "0000000000000003" + "0000000000000004" + "8080808014" + "fffffffffffffff9"
            + "808080808020" + "ac02" + "c801";

    @Test
    void keepsTheStoredFormOfSlices() {
        assertThat(HexFormat.of().formatHex(PartCodec.bytes(GOLDEN_SLICES))).isEqualTo(GOLDEN_SLICED);
        assertThat(PartCodec.parts(HexFormat.of().parseHex(GOLDEN_SLICED))).isEqualTo(GOLDEN_SLICES);
    }

    @Test
    void refusesSlicesBeyondTheirBody() {
        byte[] beyond = HexFormat.of().parseHex(GOLDEN_SLICED.replace("ac0200ac02", "ac0201ac02"));
        assertThatThrownBy(() -> PartCodec.parts(beyond)).isInstanceOf(StorageException.class);
    }

    @Test
    void keepsTheStoredForm() {
        assertThat(HexFormat.of().formatHex(PartCodec.bytes(GOLDEN_PARTS))).isEqualTo(GOLDEN);
        assertThat(PartCodec.parts(HexFormat.of().parseHex(GOLDEN))).isEqualTo(GOLDEN_PARTS);
    }

    @Test
    void givesBackWhatWasWritten() {
        Random random = new Random(9);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            BodyRef ref = new BodyRef(
                    new Uid(random.nextLong(), random.nextLong()),
                    random.nextLong() >>> 1 >>> random.nextInt(62),
                    random.nextBoolean() ? new ExtentId(random.nextLong()) : null,
                    0);
            long from = (long) (random.nextDouble() * ref.length());
            Part part = new Part("ab".repeat(random.nextInt(44)), ref);
            parts.add(random.nextBoolean() ? part : new Part(part.blockId(), ref, from, ref.length() - from));
            assertThat(PartCodec.ref(PartCodec.bytes(ref))).isEqualTo(ref);
        }
        assertThat(PartCodec.parts(PartCodec.bytes(parts))).isEqualTo(parts);
        assertThat(PartCodec.parts(PartCodec.bytes(List.of()))).isEmpty();
    }

    @Test
    void refusesCutAndUnknownRows() {
        byte[] whole = HexFormat.of().parseHex(GOLDEN);
        int firstPartEnd = 1 + 5 + 17 + 2;
        for (int length = 0; length < whole.length; length++) {
            if (length == 1 || length == firstPartEnd) {
                continue;
            }
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> PartCodec.parts(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(StorageException.class);
        }
        byte[] newer = whole.clone();
        newer[0] = 3;
        assertThatThrownBy(() -> PartCodec.parts(newer)).isInstanceOf(StorageException.class);
    }
}
