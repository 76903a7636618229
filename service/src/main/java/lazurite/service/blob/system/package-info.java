/** Containers that the service itself writes, as {@code $logs} and {@code $blobchangefeed}. */
@NullMarked
package lazurite.service.blob.system;

import org.jspecify.annotations.NullMarked;
