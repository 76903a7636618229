/** Certificates: read from PEM files, or made at first start. */
@NullMarked
package lazurite.server.tls;

import org.jspecify.annotations.NullMarked;
