/** The Blob service: operations, their wire form, their meaning. What it stores is in {@code record}. */
@NullMarked
package lazurite.service.blob;

import org.jspecify.annotations.NullMarked;
