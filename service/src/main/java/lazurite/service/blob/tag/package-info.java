/** Tags of blobs: their rules, their document, the expressions that search them. */
@NullMarked
package lazurite.service.blob.tag;

import org.jspecify.annotations.NullMarked;
