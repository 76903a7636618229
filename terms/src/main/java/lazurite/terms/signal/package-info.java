/** Signals: pure functions of daily meters, in arithmetic that anybody can repeat to the last bit (docs/terms.md). */
@NullMarked
package lazurite.terms.signal;

import org.jspecify.annotations.NullMarked;
