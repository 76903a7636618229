/** What protects blobs from being changed or deleted, and until when ({@code docs/immutability.md}). */
@NullMarked
package lazurite.service.blob.retention;

import org.jspecify.annotations.NullMarked;
