/** What outsiders read, made of a made-up log and looked at in a real browser. */
@NullMarked
package lazurite.tests.report;

import org.jspecify.annotations.NullMarked;
