/** Who may do what: holders of roles, and the policies that decide. */
@NullMarked
package lazurite.governance.role;

import org.jspecify.annotations.NullMarked;
