package lazurite.ledger.log;

import java.io.IOException;
import java.nio.file.Path;
import lazurite.base.Platform;
import lazurite.store.Engine;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedLedgerTest extends LedgerContract {
    private static final Settings SETTINGS = Settings.defaults(Path.of("target", "natives"));

    @TempDir
    Path folder;

    private @Nullable Engine open;

    @Override
    protected Engine reopen() throws IOException {
        if (open != null) {
            open.close();
        }
        open = EmbeddedEngine.open(folder.resolve("data"), SETTINGS, Platform.system());
        return open;
    }
}
