/** The process: configuration, composition, commands. */
@NullMarked
package lazurite.server;

import org.jspecify.annotations.NullMarked;
