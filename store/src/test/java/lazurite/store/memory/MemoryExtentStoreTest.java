package lazurite.store.memory;

import lazurite.base.Platform;
import lazurite.store.Engine;
import lazurite.store.ExtentStoreContract;

class MemoryExtentStoreTest extends ExtentStoreContract {
    @Override
    protected Engine open() {
        return new MemoryEngine(Platform.system());
    }
}
