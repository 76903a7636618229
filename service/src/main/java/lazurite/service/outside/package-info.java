/** Sources of copies on other servers: which addresses may be read, and what their answers mean. */
@NullMarked
package lazurite.service.outside;

import org.jspecify.annotations.NullMarked;
