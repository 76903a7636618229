/** Bytes that no SDK sends, over bare sockets, against the real server. */
@NullMarked
package lazurite.tests.raw;

import org.jspecify.annotations.NullMarked;
