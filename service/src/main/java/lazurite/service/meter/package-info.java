/** What subscriptions use, counted by the hour: rows, the book that is kept of them, and their export. */
@NullMarked
package lazurite.service.meter;

import org.jspecify.annotations.NullMarked;
