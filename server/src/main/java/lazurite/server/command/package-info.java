/** The words of the command line, sorted into flags and operands. */
@NullMarked
package lazurite.server.command;

import org.jspecify.annotations.NullMarked;
