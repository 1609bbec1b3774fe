package posthorn.protocol.dkim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A list of tags, as signatures and key records are written (RFC 6376 §3.2). Names are case
 * sensitive; none may stand twice. Octets above 127 may stand in values (RFC 8616).
 *
 * <pre>
 * tag-list  = tag-spec *( ";" tag-spec ) [ ";" ]
 * tag-spec  = [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS]
 * tag-name  = ALPHA *( ALPHA / DIGIT / "_" )
 * tag-value = [ tval *( 1*(WSP / FWS) tval ) ]
 * </pre>
 */
public final class TagList {
    private final String octets;
    private final Map<String, Range> tags;

    private TagList(String octets, Map<String, Range> tags) {
        this.octets = octets;
        this.tags = tags;
    }

    /** Where the value of a tag stands, with the white space around it. */
    private record Range(int start, int end) {}

    /**
     * The list in these octets; line breaks may still be in it.
     *
     * @return empty: it is none, or a tag stands twice in it
     */
    public static Optional<TagList> parse(String octets) {
        Map<String, Range> tags = new LinkedHashMap<>();
        int at = 0;
        while (at < octets.length()) {
            int semicolon = octets.indexOf(';', at);
            int end = semicolon < 0 ? octets.length() : semicolon;
            boolean last = semicolon < 0 || blank(octets, semicolon + 1);
            if (!add(tags, octets, at, end) && !(last && blank(octets, at))) {
                return Optional.empty();
            }
            at = last ? octets.length() : end + 1;
        }
        return tags.isEmpty() ? Optional.empty() : Optional.of(new TagList(octets, tags));
    }

    /** Value (octets) of a tag without white space at its ends; empty: it is not there. */
    public Optional<String> get(String name) {
        Range range = tags.get(name);
        return range == null
                ? Optional.empty()
                : Optional.of(trim(octets.substring(range.start, range.end)));
    }

    /**
     * Value (octets) of a tag without any white space: it may stand anywhere in base64 and around
     * the colons of lists. Empty: the tag is not there.
     */
    public Optional<String> compact(String name) {
        return get(name).map(TagList::withoutSpace);
    }

    /** Name of the first tag. */
    public String firstName() {
        return tags.keySet().iterator().next();
    }

    /**
     * The octets of the list with the value of a tag, and the white space around it, taken out:
     * what a signature is made over, of the field that holds it (RFC 6376 §3.7).
     */
    public String without(String name) {
        Range range = tags.get(name);
        return range == null
                ? octets
                : octets.substring(0, range.start) + octets.substring(range.end);
    }

    private static boolean add(Map<String, Range> tags, String octets, int from, int to) {
        int equals = octets.indexOf('=', from);
        if (equals < 0 || equals >= to) {
            return false;
        }
        String name = trim(octets.substring(from, equals));
        return isName(name)
                && isValue(octets, equals + 1, to)
                && tags.putIfAbsent(name, new Range(equals + 1, to)) == null;
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char octet = name.charAt(i);
            boolean letter = (octet | 0x20) >= 'a' && (octet | 0x20) <= 'z';
            if (!letter && (i == 0 || !((octet >= '0' && octet <= '9') || octet == '_'))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isValue(String octets, int from, int to) {
        for (int i = from; i < to; i++) {
            char octet = octets.charAt(i);
            if (!isSpace(octet) && (octet < ' ' || octet == 127)) {
                return false;
            }
        }
        return true;
    }

    private static boolean blank(String octets, int from) {
        for (int i = from; i < octets.length(); i++) {
            if (!isSpace(octets.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String trim(String octets) {
        int from = 0;
        int to = octets.length();
        while (from < to && isSpace(octets.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(octets.charAt(to - 1))) {
            to--;
        }
        return octets.substring(from, to);
    }

    private static String withoutSpace(String octets) {
        StringBuilder out = new StringBuilder(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            if (!isSpace(octets.charAt(i))) {
                out.append(octets.charAt(i));
            }
        }
        return out.toString();
    }

    private static boolean isSpace(char octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }
}
