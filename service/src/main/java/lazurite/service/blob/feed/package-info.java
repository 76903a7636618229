/** The change feed: events of an account as Avro files in its container {@code $blobchangefeed}. */
@NullMarked
package lazurite.service.blob.feed;

import org.jspecify.annotations.NullMarked;
