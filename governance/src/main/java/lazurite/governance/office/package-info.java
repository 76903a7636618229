/** Where commands come in: checked, logged, proven, and only then acted upon. */
@NullMarked
package lazurite.governance.office;

import org.jspecify.annotations.NullMarked;
