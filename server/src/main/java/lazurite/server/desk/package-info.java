/** The command line of people: each command signs an entry with its giver's key and hands it to a server's admin API. */
@NullMarked
package lazurite.server.desk;

import org.jspecify.annotations.NullMarked;
