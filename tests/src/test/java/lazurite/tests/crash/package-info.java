@NullMarked
package lazurite.tests.crash;

import org.jspecify.annotations.NullMarked;
