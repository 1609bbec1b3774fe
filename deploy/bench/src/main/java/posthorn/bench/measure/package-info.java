/** What is measured and how it is told: one figure, one line of JSON. */
@NullMarked
package posthorn.bench.measure;

import org.jspecify.annotations.NullMarked;
