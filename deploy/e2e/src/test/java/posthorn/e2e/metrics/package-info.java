/**
 * Metrics, alerts and dashboards are held together here: {@code docs/metrics.md} lists what a
 * running system exports, rules and dashboards use nothing else, and each alert has its section in
 * {@code docs/operations.md}.
 */
@NullMarked
package posthorn.e2e.metrics;

import org.jspecify.annotations.NullMarked;
