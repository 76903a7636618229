/**
 * All that can be asked of the Blob service, with the permission that each takes, and all that it answers. No
 * HTTP, nothing of how it is done.
 */
@NullMarked
package lazurite.service.blob.operation;

import org.jspecify.annotations.NullMarked;
