/** The admin API: what people command, and what stands, as signed JSON over HTTP on the operator's port. */
@NullMarked
package lazurite.server.admin;

import org.jspecify.annotations.NullMarked;
