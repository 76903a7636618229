/** Subscriptions, their accounts and keys: one immutable snapshot, swapped when the configuration changes. */
@NullMarked
package lazurite.service.account;

import org.jspecify.annotations.NullMarked;
