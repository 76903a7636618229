/** What a subscription declared and used, day by day. */
@NullMarked
package lazurite.terms.use;

import org.jspecify.annotations.NullMarked;
