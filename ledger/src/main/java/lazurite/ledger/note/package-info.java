/** Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature). */
@NullMarked
package lazurite.ledger.note;

import org.jspecify.annotations.NullMarked;
