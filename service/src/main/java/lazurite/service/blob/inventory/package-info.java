/** Inventories: lists of an account's blobs or containers, written as CSV on a schedule. */
@NullMarked
package lazurite.service.blob.inventory;

import org.jspecify.annotations.NullMarked;
