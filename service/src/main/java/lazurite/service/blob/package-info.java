/** The Blob service, put together from its rooms: {@code docs/architecture.md} says who sees whom. */
@NullMarked
package lazurite.service.blob;

import org.jspecify.annotations.NullMarked;
