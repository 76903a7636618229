/** What commits tell of blobs, for accounts that somebody follows ({@code docs/formats/events.md}). */
@NullMarked
package lazurite.service.blob.event;

import org.jspecify.annotations.NullMarked;
