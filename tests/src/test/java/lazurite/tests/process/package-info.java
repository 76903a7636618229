@NullMarked
package lazurite.tests.process;

import org.jspecify.annotations.NullMarked;
