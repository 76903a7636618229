package lazurite.store.body;

import java.io.OutputStream;

/**
 * One body on its way in. After {@link #finish} its bytes are synced (or, inline, held for the commit). Closed without
 * finish, what was written is left to the collector.
 */
public abstract class BodyWriter extends OutputStream {
    /** Ends the body; returns once it would survive a crash, or would with the commit that carries it. */
    public abstract WrittenBody finish();

    /** Gives the body up unless it was finished. Never throws. */
    @Override
    public abstract void close();
}
