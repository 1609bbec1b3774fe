package posthorn.mailbox.zone;

import java.nio.charset.StandardCharsets;

/**
 * A record of DNS.
 *
 * @param name full, without the dot at its end
 * @param ttl seconds that caches may keep it
 * @param data as a zone file has it (RFC 1035 §5.1), names with their dot; of TXT the text itself
 * @param why what it is for, a phrase
 */
public record ZoneRecord(String name, Type type, long ttl, String data, String why) {
    /** Octets of one string of a TXT record (RFC 1035 §3.3). */
    private static final int LONGEST_STRING = 255;

    /** Types of records. */
    public enum Type {
        MX,
        TXT,
        SRV,
        CNAME,
        TLSA,
        CAA
    }

    /** The line of a zone file; long text is cut into strings that belong together. */
    public String line() {
        String shown = type == Type.TXT ? strings() : data;
        return "%s. %d IN %s %s".formatted(name, ttl, type, shown);
    }

    private String strings() {
        StringBuilder out = new StringBuilder();
        String octets =
                new String(data.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (int at = 0; at < octets.length(); at += LONGEST_STRING) {
            int end = Math.min(octets.length(), at + LONGEST_STRING);
            out.append(at == 0 ? "\"" : " \"");
            octets.substring(at, end).chars().forEach(octet -> append(out, (char) octet));
            out.append('"');
        }
        return out.toString();
    }

    private static void append(StringBuilder out, char octet) {
        if (octet == '"' || octet == '\\') {
            out.append('\\').append(octet);
        } else if (octet < ' ' || octet > 126) {
            out.append('\\').append("%03d".formatted((int) octet));
        } else {
            out.append(octet);
        }
    }
}
