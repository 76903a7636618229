/** The operations whose bytes come from a URL: on this server, where extents are shared, or on another. */
@NullMarked
package lazurite.service.blob.copy;

import org.jspecify.annotations.NullMarked;
