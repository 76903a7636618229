/** What the suites share: the one server they drive, and which tools must be there. */
@NullMarked
package lazurite.tests.run;

import org.jspecify.annotations.NullMarked;
