/** The operations that read one blob, and the queries over its content. */
@NullMarked
package lazurite.service.blob.read;

import org.jspecify.annotations.NullMarked;
