/** Merkle trees (RFC 6962) and their tiles (C2SP tlog-tiles): pure functions. */
@NullMarked
package lazurite.ledger.tree;

import org.jspecify.annotations.NullMarked;
