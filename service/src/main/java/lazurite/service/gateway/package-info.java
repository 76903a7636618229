/** The one way in: addressing, the order of the steps, error rendering, the access log. */
@NullMarked
package lazurite.service.gateway;

import org.jspecify.annotations.NullMarked;
