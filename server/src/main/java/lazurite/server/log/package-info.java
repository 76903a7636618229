/** The server's own log lines. */
@NullMarked
package lazurite.server.log;

import org.jspecify.annotations.NullMarked;
