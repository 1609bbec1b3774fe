package posthorn.runtime.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that somebody most likely meant. */
final class NearestName {

    private NearestName() {}

    /**
     * The name that takes the fewest changes (Levenshtein): letters put in, left out, or replaced.
     *
     * @return empty when every name differs in more than half of its letters
     */
    static Optional<String> of(String mistyped, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.comparingInt((String name) -> changes(mistyped, name))
                                .thenComparing(Comparator.naturalOrder()))
                .filter(name -> changes(mistyped, name) <= name.length() / 2);
    }

    private static int changes(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
