/** The same work in turn against Lazurite and what people use today, with figures a reader can repeat. */
@NullMarked
package lazurite.tests.bench;

import org.jspecify.annotations.NullMarked;
