/** What outsiders check of a log, from its bytes alone; none of the server's own rules are used ({@code docs/verify.md}). */
@NullMarked
package lazurite.governance.verify;

import org.jspecify.annotations.NullMarked;
