/** The two signature algorithms of the log, as the JDK has them, with raw keys. */
@NullMarked
package lazurite.ledger.key;

import org.jspecify.annotations.NullMarked;
