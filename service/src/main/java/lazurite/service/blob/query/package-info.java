/** Query Blob Contents: SQL over delimited and JSON text, answered in Avro. Knows bytes and rows, no blobs. */
@NullMarked
package lazurite.service.blob.query;

import org.jspecify.annotations.NullMarked;
