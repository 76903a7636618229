/** What stands: subscriptions, signals, cases, orders, pages, as the log's entries add up to. */
@NullMarked
package lazurite.governance.register;

import org.jspecify.annotations.NullMarked;
