/** What is stored of blobs and containers, in bytes as well, and the keys of its rows. Sees no other part of the service. */
@NullMarked
package lazurite.service.blob.record;

import org.jspecify.annotations.NullMarked;
