/** What is measured of use: names and kinds of meters, without looking at content. */
@NullMarked
package lazurite.terms.meter;

import org.jspecify.annotations.NullMarked;
