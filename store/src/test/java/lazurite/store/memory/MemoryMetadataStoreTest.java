package lazurite.store.memory;

import lazurite.base.Platform;
import lazurite.store.Engine;
import lazurite.store.MetadataStoreContract;

class MemoryMetadataStoreTest extends MetadataStoreContract {
    @Override
    protected Engine open() {
        return new MemoryEngine(Platform.system());
    }
}
