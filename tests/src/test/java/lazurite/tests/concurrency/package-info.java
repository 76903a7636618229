/** What many clients at once may rely on: one winner, nothing lost, one version in every answer. */
@NullMarked
package lazurite.tests.concurrency;

import org.jspecify.annotations.NullMarked;
