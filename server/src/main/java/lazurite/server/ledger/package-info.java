/** The transparency log as a server runs it: its key file, its port, its first entry and its heartbeat. */
@NullMarked
package lazurite.server.ledger;

import org.jspecify.annotations.NullMarked;
