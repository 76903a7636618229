/** HTTP to operation and result to HTTP, nothing else. */
@NullMarked
package lazurite.service.blob.wire;

import org.jspecify.annotations.NullMarked;
