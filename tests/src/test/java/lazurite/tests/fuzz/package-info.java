/**
 * Fuzz tests: each replays its kept inputs in an ordinary run, and searches for new ones with {@code JAZZER_FUZZ=1}.
 * Those that reach into a room's own classes stand in that room's package.
 */
@NullMarked
package lazurite.tests.fuzz;

import org.jspecify.annotations.NullMarked;
