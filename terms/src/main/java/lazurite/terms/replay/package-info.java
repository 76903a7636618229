/** Recorded use, run through terms day by day. */
@NullMarked
package lazurite.terms.replay;

import org.jspecify.annotations.NullMarked;
