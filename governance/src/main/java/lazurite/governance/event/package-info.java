/** What entries of the log mean: each type's open part as a record ({@code docs/formats/entries.md}). */
@NullMarked
package lazurite.governance.event;

import org.jspecify.annotations.NullMarked;
