/** Pages that the operator publishes, as the log says that they are. */
@NullMarked
package lazurite.governance.publication;

import org.jspecify.annotations.NullMarked;
