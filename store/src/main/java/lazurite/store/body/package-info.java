/** Bodies: bytes encrypted under the account's key, in the metadata commit when small, in extents otherwise. */
@NullMarked
package lazurite.store.body;

import org.jspecify.annotations.NullMarked;
