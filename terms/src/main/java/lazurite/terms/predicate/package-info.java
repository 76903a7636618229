/** Predicates over signals, in CEL. The only package that sees the CEL library. */
@NullMarked
package lazurite.terms.predicate;

import org.jspecify.annotations.NullMarked;
