/** Storage Analytics logs: requests of an account written down in its container {@code $logs}. */
@NullMarked
package lazurite.service.blob.logs;

import org.jspecify.annotations.NullMarked;
