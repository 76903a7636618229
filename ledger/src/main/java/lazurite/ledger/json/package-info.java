/** JSON in its one canonical form (RFC 8785). */
@NullMarked
package lazurite.ledger.json;

import org.jspecify.annotations.NullMarked;
