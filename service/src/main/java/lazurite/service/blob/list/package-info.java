/** The operations that go through many names: listings, and blobs found by their tags. */
@NullMarked
package lazurite.service.blob.list;

import org.jspecify.annotations.NullMarked;
