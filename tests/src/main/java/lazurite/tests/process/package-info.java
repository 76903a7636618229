/** Starting, measuring and killing the servers that the suites, the crash harness and the bench drive: real processes on free ports. */
@NullMarked
package lazurite.tests.process;

import org.jspecify.annotations.NullMarked;
