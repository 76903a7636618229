/** What the server itself writes into the log: subscriptions, terms in force, daily meters and signals. */
@NullMarked
package lazurite.server.governance;

import org.jspecify.annotations.NullMarked;
