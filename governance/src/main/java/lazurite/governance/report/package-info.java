/** The transparency report: what a log comes to over some days, for people and for programs. */
@NullMarked
package lazurite.governance.report;

import org.jspecify.annotations.NullMarked;
