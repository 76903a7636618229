/** What every room stands on: platform, errors, checksums, ids. Depends on the JDK only. */
@NullMarked
package lazurite.base;

import org.jspecify.annotations.NullMarked;
