/** The storage SPI: ordered metadata rows and write-once extents, and the record formats that every engine shares. */
@NullMarked
package lazurite.store;

import org.jspecify.annotations.NullMarked;
