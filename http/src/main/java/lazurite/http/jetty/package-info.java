/** The HTTP engine: Jetty core on virtual threads. Nobody else sees org.eclipse.jetty. */
@NullMarked
package lazurite.http.jetty;

import org.jspecify.annotations.NullMarked;
