/** What entries name by hash or commit to, kept beside the log: documents and openings. */
@NullMarked
package lazurite.governance.document;

import org.jspecify.annotations.NullMarked;
