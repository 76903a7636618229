/** The operator's port: metrics, health, and control requests of the command line. */
@NullMarked
package lazurite.server.operator;

import org.jspecify.annotations.NullMarked;
