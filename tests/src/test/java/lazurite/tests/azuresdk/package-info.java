/** Microsoft's Java client, unmodified, against a running server. */
@NullMarked
package lazurite.tests.azuresdk;

import org.jspecify.annotations.NullMarked;
