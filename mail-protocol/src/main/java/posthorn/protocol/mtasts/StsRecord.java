package posthorn.protocol.mtasts;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The record that says that a domain has a policy (RFC 8461 §3.1).
 *
 * @param id changes whenever the policy does: 1 to 32 letters and digits
 */
public record StsRecord(String id) {

    private static final String VERSION = "v=STSv1";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    private static final int MOST_TAGS = 100;

    /**
     * Refuses what is no id.
     *
     * @throws IllegalArgumentException when {@code id} is not 1 to 32 letters and digits
     */
    public StsRecord {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no id of a policy: " + id);
        }
    }

    /** Name of the TXT record of a domain. */
    public static String name(String domain) {
        return "_mta-sts." + domain;
    }

    /**
     * The record among the TXT records of that name; empty: there is none, there are several, or it
     * has no id that can be used, and the domain counts as one without a policy.
     */
    public static Optional<StsRecord> among(List<String> texts) {
        List<String> ours = texts.stream().filter(StsRecord::isRecord).toList();
        return ours.size() == 1 ? parse(ours.getFirst()) : Optional.empty();
    }

    /** As it is published. */
    public String encode() {
        return VERSION + "; id=" + id + ";";
    }

    private static boolean isRecord(String text) {
        return text.equals(VERSION)
                || (text.startsWith(VERSION)
                        && text.substring(VERSION.length()).stripLeading().startsWith(";"));
    }

    private static Optional<StsRecord> parse(String text) {
        for (String part : text.split(";", MOST_TAGS)) {
            int equals = part.indexOf('=');
            if (equals > 0 && part.substring(0, equals).strip().equals("id")) {
                String id = part.substring(equals + 1).strip();
                return ID.matcher(id).matches() ? Optional.of(new StsRecord(id)) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
