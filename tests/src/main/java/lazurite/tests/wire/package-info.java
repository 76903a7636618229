/** A client of our own on bare sockets: what no SDK sends, and load that costs the client little. */
@NullMarked
package lazurite.tests.wire;

import org.jspecify.annotations.NullMarked;
