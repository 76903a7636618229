/** Other people's clients and tools, run as programs against a running server. */
@NullMarked
package lazurite.tests.tools;

import org.jspecify.annotations.NullMarked;
