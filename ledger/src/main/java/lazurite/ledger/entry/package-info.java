/** What stands in the log: entries, their closed set of types, and commitments to what stays private. */
@NullMarked
package lazurite.ledger.entry;

import org.jspecify.annotations.NullMarked;
