/** What happens behind the commits: change rows drained, small bodies packed, dead extents returned. */
@NullMarked
package lazurite.store.collector;

import org.jspecify.annotations.NullMarked;
