/** The transparency log, usable without a server. Here: how it refuses, and how it reads text strictly. */
@NullMarked
package lazurite.ledger;

import org.jspecify.annotations.NullMarked;
