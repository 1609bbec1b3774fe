/** What whoever runs Posthorn on one machine sees: start, stop, a full disk, wrong settings. */
@NullMarked
package posthorn.e2e.operator;

import org.jspecify.annotations.NullMarked;
