package posthorn.protocol.explanation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posthorn.protocol.smtp.EnhancedStatus;

/**
 * Enhanced status codes that a rule is for, such as {@code x.7.26}, {@code 5.7.606-649}, {@code
 * x.7.*}, {@code *}.
 *
 * @param kind class; 0: any
 * @param subject -1: any code, and none
 * @param from first detail
 * @param to last detail
 */
record StatusPattern(int kind, int subject, int from, int to) {

    private static final Pattern FORM =
            Pattern.compile("([45x])\\.([0-9]{1,3})\\.(?:([0-9]{1,3})(?:-([0-9]{1,3}))?|\\*)");
    private static final int MOST = 999;

    static Optional<StatusPattern> parse(String text) {
        if (text.equals("*")) {
            return Optional.of(new StatusPattern(0, -1, 0, MOST));
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int kind = form.group(1).equals("x") ? 0 : Integer.parseInt(form.group(1));
        int subject = Integer.parseInt(form.group(2));
        if (form.group(3) == null) {
            return Optional.of(new StatusPattern(kind, subject, 0, MOST));
        }
        int from = Integer.parseInt(form.group(3));
        int to = form.group(4) == null ? from : Integer.parseInt(form.group(4));
        return Optional.of(new StatusPattern(kind, subject, from, to));
    }

    boolean matches(Optional<EnhancedStatus> status) {
        return subject < 0
                || status.filter(code ->
                                (kind == 0 || kind == code.kind())
                                        && subject == code.subject()
                                        && from <= code.detail()
                                        && code.detail() <= to)
                        .isPresent();
    }
}
