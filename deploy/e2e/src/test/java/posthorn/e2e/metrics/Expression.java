package posthorn.e2e.metrics;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression of PromQL, read as far as is needed to know which metrics and tags it uses.
 *
 * @param text as it stands in a rule or a panel
 */
record Expression(String text) {

    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "offset", "bool", "by", "without", "on", "ignoring");

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]|\\boffset\\s+\\w+");
    private static final Pattern GROUPING =
            Pattern.compile(
                    "\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern METRIC =
            Pattern.compile("\\b([a-zA-Z_:][a-zA-Z0-9_:]*)\\b(\\{[^}]*\\})?(?!\\s*\\()");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)");

    /** What is wrong with it; empty: nothing. */
    List<String> defects(MetricCatalogue catalogue) {
        String bare = TEXT.matcher(text).replaceAll("\"\"");
        Set<String> defects = new TreeSet<>();
        if (!isBalanced(bare)) {
            defects.add("brackets do not match: " + text);
        }
        Set<String> grouped = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(bare);
        while (grouping.find()) {
            grouped.addAll(List.of(grouping.group(1).trim().split("\\s*,\\s*")));
        }
        grouped.remove("");
        String rest = RANGE.matcher(GROUPING.matcher(bare).replaceAll(" ")).replaceAll(" ");
        Set<String> tags = new TreeSet<>();
        Matcher metric = METRIC.matcher(rest);
        int metrics = 0;
        while (metric.find()) {
            if (!WORDS.contains(metric.group(1))) {
                metrics++;
                look(metric.group(1), metric.group(2), catalogue, defects, tags);
            }
        }
        if (metrics == 0) {
            defects.add("it asks for nothing: " + text);
        }
        grouped.stream()
                .filter(tag -> !tags.contains(tag) && tags.stream().noneMatch("*"::equals))
                .forEach(tag -> defects.add(tag + " is no tag of what is grouped: " + text));
        return List.copyOf(defects);
    }

    private static void look(
            String name,
            String labels,
            MetricCatalogue catalogue,
            Set<String> defects,
            Set<String> tags) {
        tags.addAll(Set.of("le", "instance", "job", "pod"));
        if (catalogue.isOfLibrary(name)) {
            tags.add("*");
            return;
        }
        var known = catalogue.of(name);
        if (known.isEmpty()) {
            defects.add(name + " is not in docs/metrics.md");
            return;
        }
        Matcher words = Pattern.compile("[a-z_]+").matcher(known.get().tags());
        while (words.find()) {
            tags.add(words.group());
        }
        Matcher label = LABEL.matcher(labels == null ? "" : labels);
        while (label.find()) {
            if (!known.get().hasTag(label.group(1))) {
                defects.add(label.group(1) + " is no tag of " + name);
            }
        }
    }

    private static boolean isBalanced(String bare) {
        StringBuilder open = new StringBuilder();
        for (int at = 0; at < bare.length(); at++) {
            char each = bare.charAt(at);
            int closing = ")]}".indexOf(each);
            if ("([{".indexOf(each) >= 0) {
                open.append(each);
            } else if (closing >= 0) {
                int last = open.length() - 1;
                if (last < 0 || "([{".indexOf(open.charAt(last)) != closing) {
                    return false;
                }
                open.setLength(last);
            }
        }
        return open.isEmpty();
    }
}
