/** The log in a store: who appends, who signs, what is served. */
@NullMarked
package lazurite.ledger.log;

import org.jspecify.annotations.NullMarked;
