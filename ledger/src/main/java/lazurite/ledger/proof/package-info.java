/** Receipts (C2SP tlog-proof) and the policies they are verified under (C2SP tlog-policy). */
@NullMarked
package lazurite.ledger.proof;

import org.jspecify.annotations.NullMarked;
