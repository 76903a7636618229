/** The pages of page blobs: read, changed, rewritten, tidied behind the commits. */
@NullMarked
package lazurite.service.blob.page;

import org.jspecify.annotations.NullMarked;
