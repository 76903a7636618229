package lazurite.service.blob.copy;

import lazurite.service.blob.Golden;
import org.junit.jupiter.api.Test;

/** A pending copy written by version 1 means what it meant. */
final class CopyJobGoldenTest {
    @Test
    void aPendingCopy() {
        CopyJob job = new CopyJob("a", "b", "c", "d", "e", 64, new byte[] {1, 2, 3});
        Golden.assertForm("copy-job", job, CopyJob::write, CopyJob::read);
    }
}
