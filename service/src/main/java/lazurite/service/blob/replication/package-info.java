/** Blobs that follow their sources in other accounts ({@code docs/replication.md}). */
@NullMarked
package lazurite.service.blob.replication;

import org.jspecify.annotations.NullMarked;
