package lazurite.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import lazurite.base.Platform;
import lazurite.store.Engine;
import lazurite.store.ExtentStoreContract;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedExtentStoreTest extends ExtentStoreContract {
    @TempDir
    Path folder;

    @Override
    protected Engine open() throws IOException {
        return EmbeddedEngine.open(folder.resolve("data"), Rows.SETTINGS, Platform.system());
    }
}
