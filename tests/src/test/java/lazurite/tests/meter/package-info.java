/** What is metered, held against what was asked of a running server. */
@NullMarked
package lazurite.tests.meter;

import org.jspecify.annotations.NullMarked;
