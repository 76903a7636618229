/** Where an outsider reads a log: a live address or a mirrored folder, and how a folder becomes a mirror. */
@NullMarked
package lazurite.governance.source;

import org.jspecify.annotations.NullMarked;
