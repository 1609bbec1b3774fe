/**
 * What is done to a server under measure. Each scenario has a smallest, a usual and a full size.
 */
@NullMarked
package posthorn.bench.scenario;

import org.jspecify.annotations.NullMarked;
