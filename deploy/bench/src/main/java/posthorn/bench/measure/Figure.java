package posthorn.bench.measure;

/**
 * One measured number.
 *
 * @param scenario name of the scenario
 * @param variant what was done in this case, as in {@code 100 connections, 4 KB}; may be empty
 * @param subject server that was measured
 * @param name what was measured, as in {@code cpu}
 * @param unit of the value, as in {@code ms/message}
 * @param value the number
 */
public record Figure(
        String scenario, String variant, String subject, String name, String unit, double value) {}
