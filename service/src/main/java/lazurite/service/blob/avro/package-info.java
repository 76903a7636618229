/** Avro object container files, as queries answer and the change feed is written. */
@NullMarked
package lazurite.service.blob.avro;

import org.jspecify.annotations.NullMarked;
