package posthorn.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of two servers side by side, CPU time first: wall clock is noisy. */
public final class Comparison {

    private Comparison() {}

    /** One line for each figure that both have; ratio is the first server's by the second's. */
    public static List<String> of(List<Figure> figures) {
        Map<String, List<Figure>> together = new LinkedHashMap<>();
        for (Figure figure : figures) {
            together.computeIfAbsent(
                            figure.scenario() + ": " + figure.variant() + ": " + figure.name(),
                            key -> new ArrayList<>())
                    .add(figure);
        }
        List<String> cpu = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        together.forEach((key, both) -> {
            if (both.size() == 2) {
                (both.getFirst().name().equals("server cpu") ? cpu : rest).add(line(key, both));
            }
        });
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-64s %12s %12s %8s", "", "ours", "theirs", "ratio"));
        lines.addAll(cpu);
        lines.addAll(rest);
        return lines;
    }

    private static String line(String key, List<Figure> both) {
        double ours = both.getFirst().value();
        double theirs = both.getLast().value();
        return String.format(
                Locale.ROOT,
                "%-64s %12.3f %12.3f %8.3f %s",
                key,
                ours,
                theirs,
                ours / theirs,
                both.getFirst().unit());
    }
}
