package lazurite.ledger.log;

import lazurite.base.Platform;
import lazurite.store.Engine;
import lazurite.store.memory.MemoryEngine;

class MemoryLedgerTest extends LedgerContract {
    private final Engine engine = new MemoryEngine(Platform.system());

    @Override
    protected Engine reopen() {
        return engine;
    }
}
