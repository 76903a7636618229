/** Who asks, and what they may do: Shared Key, SAS, anonymous; permissions of operations. */
@NullMarked
package lazurite.service.auth;

import org.jspecify.annotations.NullMarked;
