/** Copies and writes from a URL whose source is behind a real socket. */
@NullMarked
package lazurite.tests.copy;

import org.jspecify.annotations.NullMarked;
