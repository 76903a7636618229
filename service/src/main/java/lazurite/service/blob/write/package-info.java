/** The operations that change blobs, containers and the service's settings. */
@NullMarked
package lazurite.service.blob.write;

import org.jspecify.annotations.NullMarked;
