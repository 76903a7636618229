/** HTTP as the rest of the server sees it: six types, no engine. */
@NullMarked
package lazurite.http;

import org.jspecify.annotations.NullMarked;
