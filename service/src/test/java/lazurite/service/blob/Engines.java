package lazurite.service.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import lazurite.store.memory.MemoryEngine;

/** A service over each engine. */
final class Engines {
    private Engines() {}

    static List<BlobServiceRoom> rooms(Path folder) {
        return List.of(new BlobServiceRoom(MemoryEngine::new), new BlobServiceRoom(platform -> {
            try {
                return EmbeddedEngine.open(
                        folder.resolve("data"), Settings.defaults(folder.resolve("natives")), platform);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }
}
