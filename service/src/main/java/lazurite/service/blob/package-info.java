/** The Blob service: operations, their wire form, their meaning, their records. */
@NullMarked
package lazurite.service.blob;

import org.jspecify.annotations.NullMarked;
