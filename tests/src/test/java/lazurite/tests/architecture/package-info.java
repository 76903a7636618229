/** Holds the code to the rooms that `docs/architecture.md` draws. */
@NullMarked
package lazurite.tests.architecture;

import org.jspecify.annotations.NullMarked;
