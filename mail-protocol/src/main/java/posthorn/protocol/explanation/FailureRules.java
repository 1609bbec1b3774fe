package posthorn.protocol.explanation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rules of {@code failures.txt}, in their order. */
final class FailureRules {

    private static final int FIRST_NEGATIVE = 400;

    /** Where nothing fits: a reply that says yes, which is no failure. */
    private static final String OTHERWISE = "refused";

    private final Map<String, List<String>> sites = new LinkedHashMap<>();
    private final List<BlockList> lists = new ArrayList<>();
    private final List<ReplyRule> rules = new ArrayList<>();

    private FailureRules() {}

    /** What a failure means. */
    record Meaning(String reason, Optional<BlockList> list) {}

    /**
     * Reads them.
     *
     * @throws IllegalStateException with the line that is wrong
     */
    static FailureRules read(CatalogueFile file) {
        FailureRules read = new FailureRules();
        for (String line : file.lines()) {
            String[] words = line.split(" ", 2);
            String[] fields =
                    Arrays.stream((words.length == 2 ? words[1] : "").split("\\|", -1))
                            .map(String::strip)
                            .toArray(String[]::new);
            if (!read.take(words[0], fields)) {
                throw file.wrong(line);
            }
        }
        return read;
    }

    private boolean take(String kind, String[] fields) {
        return switch (kind) {
            case "site" -> fields.length == 2 && sites.put(fields[0], phrases(fields[1])) == null;
            case "list" ->
                    fields.length == 4
                            && lists.add(
                                    new BlockList(
                                            fields[0], phrases(fields[1]), fields[2], fields[3]));
            case "rule" -> fields.length == 5 && takeRule(fields);
            default -> false;
        };
    }

    private boolean takeRule(String[] fields) {
        String site = fields[0];
        boolean known =
                site.equals(ReplyRule.ANY) || site.equals(ReplyRule.OWN) || sites.containsKey(site);
        Optional<StatusPattern> status = StatusPattern.parse(fields[2]);
        return known
                && fields[1].matches("\\*|[45]xx|[45][0-9]{2}")
                && status.isPresent()
                && rules.add(
                        new ReplyRule(
                                site, fields[1], status.get(), phrases(fields[3]), fields[4]));
    }

    /** A phrase keeps a space at its ends where the file quotes it. */
    private static List<String> phrases(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" / ", -1))
                        .map(phrase -> phrase.replace("\"", "").toLowerCase(Locale.ROOT))
                        .toList();
    }

    Meaning of(ReportedFailure failure) {
        String words = failure.words();
        if (failure.code().orElse(0) >= FIRST_NEGATIVE) {
            for (BlockList list : lists) {
                if (list.isIn(words)) {
                    return new Meaning(list.reason(), Optional.of(list));
                }
            }
        }
        String site = site(failure.hostName());
        return rules.stream()
                .filter(rule -> rule.matches(failure, site, words))
                .findFirst()
                .map(rule -> new Meaning(rule.reason(), Optional.empty()))
                .orElse(new Meaning(OTHERWISE, Optional.empty()));
    }

    private String site(String host) {
        for (Map.Entry<String, List<String>> site : sites.entrySet()) {
            if (site.getValue().stream().anyMatch(suffix -> isBelow(host, suffix))) {
                return site.getKey();
            }
        }
        return "";
    }

    private static boolean isBelow(String host, String suffix) {
        return host.equals(suffix) || host.endsWith("." + suffix);
    }

    List<ReplyRule> rules() {
        return List.copyOf(rules);
    }

    List<BlockList> lists() {
        return List.copyOf(lists);
    }
}
