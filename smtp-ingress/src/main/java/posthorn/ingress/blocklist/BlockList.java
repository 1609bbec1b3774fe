package posthorn.ingress.blocklist;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import posthorn.protocol.smtp.DomainName;

/**
 * One list and what it counts for.
 *
 * @param zone in which it is asked, folded
 * @param filter answers that count
 * @param weight what they count for; below zero: the list is of those who are to be let in
 */
public record BlockList(String zone, AnswerFilter filter, int weight) {
    private static final Pattern FORM =
            Pattern.compile("([^=*\\s]+)(?:=([^*\\s]+))?(?:\\*([+-]?\\d{1,4}))?");

    /**
     * Reads a list as Postfix writes it ({@code postscreen_dnsbl_sites}): {@code
     * zen.example.org=127.0.0.[2..11]*3}; without a filter each answer counts, without a weight it
     * counts for 1.
     *
     * @throws IllegalArgumentException it is none
     */
    public static BlockList parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no domain=filter*weight");
        }
        String zone =
                DomainName.parse(form.group(1))
                        .map(DomainName::folded)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "'" + form.group(1) + "' is no domain"))
                        .toLowerCase(Locale.ROOT);
        AnswerFilter filter =
                form.group(2) == null ? AnswerFilter.any() : AnswerFilter.parse(form.group(2));
        int weight = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
        return new BlockList(zone, filter, weight);
    }
}
