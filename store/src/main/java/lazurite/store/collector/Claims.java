package lazurite.store.collector;

import java.util.Collection;
import lazurite.store.ExtentId;

/**
 * Pins on extents: a copy claims what it will name before it reads its source, so that the collector cannot take an
 * extent between that read and the commit of the copy.
 */
public interface Claims {
    /** Pins the extents; returns once the pin is durable. Renews itself until closed. */
    Claim claim(Collection<ExtentId> extents);

    /** A live pin. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }
}
