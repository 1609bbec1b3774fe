/**
 * Measures mail servers over their protocols: {@link posthorn.bench.Bench} takes {@link
 * posthorn.bench.scenario.Scenario scenarios} to {@link posthorn.bench.subject.MeasuredSystem
 * servers} and tells {@link posthorn.bench.measure.Figure figures}.
 */
@NullMarked
package posthorn.bench;

import org.jspecify.annotations.NullMarked;
