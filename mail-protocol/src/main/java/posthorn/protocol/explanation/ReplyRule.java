package posthorn.protocol.explanation;

import java.util.List;
import java.util.OptionalInt;

/**
 * A line of {@code failures.txt} that leads to a reason.
 *
 * @param site name of a site, {@link #ANY} or {@link #OWN}
 * @param code {@code 552}, {@code 4xx}, {@code 5xx} or {@code *}
 * @param status enhanced codes that it is for
 * @param phrases in lower case, one of which has to be there; none: any text
 * @param reason what it means
 */
record ReplyRule(
        String site, String code, StatusPattern status, List<String> phrases, String reason) {

    static final String ANY = "any";
    static final String OWN = "own";

    ReplyRule {
        phrases = List.copyOf(phrases);
    }

    boolean matches(ReportedFailure failure, String ofSite, String words) {
        OptionalInt replied = failure.code();
        boolean here =
                replied.isEmpty()
                        ? site.equals(OWN)
                        : site.equals(ANY) || (!site.equals(OWN) && site.equals(ofSite));
        return here
                && matchesCode(replied)
                && status.matches(failure.stated())
                && (phrases.isEmpty() || phrases.stream().anyMatch(words::contains));
    }

    private boolean matchesCode(OptionalInt replied) {
        return switch (code) {
            case "*" -> true;
            case "4xx" -> replied.orElse(0) / 100 == 4;
            case "5xx" -> replied.orElse(0) / 100 == 5;
            default -> replied.orElse(0) == Integer.parseInt(code);
        };
    }
}
