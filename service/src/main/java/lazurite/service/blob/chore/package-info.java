/**
 * What is done behind the requests as time goes by: expiry, lifecycle policies, purges, the rows of deleted
 * containers.
 */
@NullMarked
package lazurite.service.blob.chore;

import org.jspecify.annotations.NullMarked;
