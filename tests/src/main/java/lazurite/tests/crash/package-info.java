/** Servers killed at work, and what must be found afterwards: the harness, its model of the data, and a power cut that takes back what no sync covered. */
@NullMarked
package lazurite.tests.crash;

import org.jspecify.annotations.NullMarked;
