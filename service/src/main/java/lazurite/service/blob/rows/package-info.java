/** Finding containers and blobs, changing one blob atomically, and the key that seals it. */
@NullMarked
package lazurite.service.blob.rows;

import org.jspecify.annotations.NullMarked;
