/** Recorded use as a text file: docs/formats/trace.md. */
@NullMarked
package lazurite.terms.trace;

import org.jspecify.annotations.NullMarked;
