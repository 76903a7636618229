/**
 * One change of one blob in one commit: what it reads, what it checks in Azure's order, what it leaves of
 * what it replaces.
 */
@NullMarked
package lazurite.service.blob.change;

import org.jspecify.annotations.NullMarked;
