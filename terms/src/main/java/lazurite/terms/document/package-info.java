/** Terms documents: versioned clauses, what shows that one may be broken, and what may follow (docs/terms.md). */
@NullMarked
package lazurite.terms.document;

import org.jspecify.annotations.NullMarked;
