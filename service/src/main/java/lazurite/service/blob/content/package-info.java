/** The bytes of block and append blobs: taken in, laid into parts, merged, copied, read. */
@NullMarked
package lazurite.service.blob.content;

import org.jspecify.annotations.NullMarked;
