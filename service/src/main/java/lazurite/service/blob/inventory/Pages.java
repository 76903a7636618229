package lazurite.service.blob.inventory;

import java.util.List;
import lazurite.service.blob.operation.BlobCall;
import org.jspecify.annotations.Nullable;

/** What a rule lists, page after page. */
interface Pages {
    int ENTRIES_MAX = 1_000;

    /** The next page, which may be empty; null at the end. */
    @Nullable
    List<Listed> next(BlobCall call);
}
