package posthorn.e2e.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code docs/metrics.md} says that there is.
 *
 * @param metrics by name; those of histograms without what stands behind it for buckets
 * @param prefixes of metrics that libraries bring
 */
record MetricCatalogue(Map<String, Metric> metrics, Set<String> prefixes) {

    static final Path ROOT = Path.of("..", "..");

    private static final Pattern ROW =
            Pattern.compile(
                    "^\\| `([a-z0-9_]+)` \\| (?:(counter|gauge|histogram) \\|[^|]*\\|([^|]*)\\|)?",
                    Pattern.MULTILINE);
    private static final List<String> PARTS = List.of("_bucket", "_count", "_sum", "_max");

    /**
     * One metric.
     *
     * @param type counter, gauge or histogram
     * @param tags as the list has them
     */
    record Metric(String name, String type, String tags) {

        private static final Pattern WORD = Pattern.compile("[a-z_]+");

        /** Whether this is a tag of it; every metric has those that Prometheus adds. */
        boolean hasTag(String tag) {
            if (Set.of("le", "instance", "job", "pod").contains(tag)) {
                return true;
            }
            Matcher words = WORD.matcher(tags);
            while (words.find()) {
                if (words.group().equals(tag)) {
                    return true;
                }
            }
            return false;
        }
    }

    static MetricCatalogue read() throws IOException {
        return parse(Files.readString(ROOT.resolve("docs/metrics.md")));
    }

    static MetricCatalogue parse(String text) {
        Map<String, Metric> metrics = new TreeMap<>();
        Set<String> prefixes = new TreeSet<>();
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            String name = row.group(1);
            if (row.group(2) == null) {
                prefixes.add(name);
            } else if (metrics.put(name, new Metric(name, row.group(2), row.group(3))) != null) {
                throw new IllegalArgumentException(name + " stands there twice");
            }
        }
        return new MetricCatalogue(metrics, prefixes);
    }

    /** The metric that a series is of; empty: it is not in the list. */
    Optional<Metric> of(String series) {
        Metric whole = metrics.get(series);
        if (whole != null && !whole.type().equals("histogram")) {
            return Optional.of(whole);
        }
        return PARTS.stream()
                .filter(series::endsWith)
                .map(part -> metrics.get(series.substring(0, series.length() - part.length())))
                .filter(metric -> metric != null && metric.type().equals("histogram"))
                .findFirst();
    }

    boolean isOfLibrary(String series) {
        return prefixes.stream().anyMatch(series::startsWith);
    }

    /** Series of a scrape that are not in the list. */
    Set<String> unknown(Set<String> series) {
        Set<String> unknown = new TreeSet<>(series);
        unknown.removeIf(name -> of(name).isPresent() || isOfLibrary(name));
        return unknown;
    }

    /** Metrics of the list that a scrape lacks. */
    Set<String> missing(Set<String> series) {
        Set<String> missing = new TreeSet<>(metrics.keySet());
        series.forEach(name -> of(name).ifPresent(metric -> missing.remove(metric.name())));
        return missing;
    }

    /** The names of all series of a scrape, in the text format of Prometheus. */
    static Set<String> series(String scrape) {
        List<String> names = new ArrayList<>();
        scrape.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return new TreeSet<>(names);
    }
}
