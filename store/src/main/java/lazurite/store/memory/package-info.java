/** The reference engine, in memory: for tests and for {@code --in-memory}. */
@NullMarked
package lazurite.store.memory;

import org.jspecify.annotations.NullMarked;
