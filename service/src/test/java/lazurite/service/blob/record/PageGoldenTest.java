package lazurite.service.blob.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.StorageException;
import lazurite.service.blob.Golden;
import lazurite.service.blob.record.PageRow.Fragment;
import lazurite.service.blob.record.PageState.Clear;
import lazurite.store.ExtentId;
import lazurite.store.Uid;
import lazurite.store.body.BodyRef;
import org.junit.jupiter.api.Test;

/** Stored forms of pages that later versions must keep reading. */
final class PageGoldenTest {
    private static final BodyRef LARGE = new BodyRef(
            new Uid(0x0102030405060708L, 0x090a0b0c0d0e0f10L), 1 << 20, new ExtentId(0x2122232425262728L), 1_000_000);
    private static final BodyRef SMALL = new BodyRef(new Uid(0x1112131415161718L, 0x191a1b1c1d1e1f20L), 512, null, 0);

    @Test
    void aRowOfTwoBodies() {
        PageRow row = new PageRow(List.of(
                new Fragment(10, 300, 3, LARGE, 5120),
                new Fragment(300, 301, 70_000, SMALL, 0),
                new Fragment(301, 2048, 3, LARGE, 154_112)));
        Golden.assertForm("page-row", row, PageRowCodec::write, PageRowCodec::read);
    }

    @Test
    void aStateWithClears() {
        PageState state =
                new PageState(3, 70_000, 12, List.of(new Clear(70_001, 0, 1L << 40), new Clear(70_002, 512, 1024)));
        Golden.assertForm("page-state", state, PageState::write, PageState::read);
    }

    @Test
    void theRowOfASegmentWhosePagesAreAllOfDifferentTimesIsSmall() {
        List<Fragment> fragments = new ArrayList<>();
        for (int page = 0; page < PageKeys.SEGMENT_PAGES; page++) {
            BodyRef body = new BodyRef(new Uid(7, page % 65), 1 << 20, new ExtentId(9), 1L << 40);
            fragments.add(new Fragment(page, page + 1, (1L << 28) + page, body, (page * 512L * 7) % (1 << 19)));
        }
        PageRow row = new PageRow(fragments);
        byte[] bytes = PageRowCodec.write(row);
        assertThat(bytes.length).isLessThan(32 << 10);
        assertThat(PageRowCodec.read(bytes)).isEqualTo(row);
    }

    @Test
    void aFragmentOutsideItsBodyIsDamage() {
        PageRow row = new PageRow(List.of(new Fragment(0, 2, 0, SMALL, 0)));
        assertThatThrownBy(() -> PageRowCodec.read(PageRowCodec.write(row)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is damaged");
    }
}
