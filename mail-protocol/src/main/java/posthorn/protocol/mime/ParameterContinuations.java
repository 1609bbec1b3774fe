package posthorn.protocol.mime;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parameters that were cut into sections, put together, and values with a charset, read (RFC 2231
 * §3, §4).
 *
 * <pre>
 * section   = name "*" number ["*"] "=" value
 * extended  = name "*" "=" [charset] "'" [language] "'" *(%-encoded octet / attribute-char)
 * </pre>
 *
 * Sections may stand in any order. They count from 0 up to the first number that is missing; what
 * comes after a gap stays a parameter of its own. When the first section is an extended one the
 * whole is, and keeps its charset: {@code name*}. A parameter that is there as a whole, too, is
 * that one, and its sections are passed over.
 */
final class ParameterContinuations {
    private static final int MAX_DIGITS = 3;
    private static final String PLAIN_SYMBOLS = "!#$&+-.^_`{|}~";

    private final List<MimeParameter> parameters;
    private final Map<String, List<Section>> runs = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private ParameterContinuations(List<MimeParameter> parameters) {
        this.parameters = parameters;
        Map<String, TreeMap<Integer, Section>> sections = new HashMap<>();
        for (MimeParameter parameter : parameters) {
            Section section = section(parameter);
            if (section == null) {
                names.add(lower(parameter.name()));
            } else {
                sections.computeIfAbsent(lower(section.name()), name -> new TreeMap<>())
                        .putIfAbsent(section.number(), section);
            }
        }
        sections.forEach((name, numbered) -> runs.put(name, run(numbered.values())));
    }

    private record Section(String name, int number, boolean extended, String value) {}

    /**
     * The parameters with sections joined, each in the place of the section that came first.
     * Joining again changes nothing.
     */
    static List<MimeParameter> joined(List<MimeParameter> parameters) {
        boolean cut = parameters.stream().anyMatch(parameter -> section(parameter) != null);
        return cut ? new ParameterContinuations(parameters).join() : parameters;
    }

    /**
     * Value of the parameter (octets, in whatever charset); null: there is none. The plain name
     * wins.
     *
     * @param joined parameters as {@link #joined} gives them
     */
    static @Nullable String octets(List<MimeParameter> joined, String name) {
        String plain = value(joined, name);
        String extended = plain == null ? value(joined, name + '*') : null;
        return extended == null ? plain : unpacked(extended);
    }

    /**
     * Text of the parameter, in the charset that it names (RFC 2231 §4) or as encoded words; null:
     * there is none. The extended form wins: whoever wrote both meant the plain one for old readers
     * (RFC 6266 §4.3).
     *
     * @param joined parameters as {@link #joined} gives them
     */
    static @Nullable String text(List<MimeParameter> joined, String name) {
        String extended = value(joined, name + '*');
        if (extended == null) {
            String plain = value(joined, name);
            return plain == null ? null : EncodedWords.decode(plain);
        }
        int quote = extended.indexOf('\'');
        String charset = quote <= 0 ? null : extended.substring(0, quote);
        return Charsets.decode(charset, OctetString.bytes(unpacked(extended)));
    }

    private static @Nullable String value(List<MimeParameter> parameters, String name) {
        for (MimeParameter parameter : parameters) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return parameter.value();
            }
        }
        return null;
    }

    private List<MimeParameter> join() {
        List<MimeParameter> joined = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (MimeParameter parameter : parameters) {
            Section section = section(parameter);
            if (section == null) {
                joined.add(parameter);
                continue;
            }
            String name = lower(section.name());
            List<Section> run = runs.getOrDefault(name, List.of());
            if (section.number() >= run.size()) {
                joined.add(parameter);
            } else if (done.add(name)) {
                MimeParameter whole = whole(run);
                if (!names.contains(lower(whole.name()))) {
                    joined.add(whole);
                }
            }
        }
        return joined;
    }

    /** Sections from 0 up to the first gap. */
    private static List<Section> run(Collection<Section> ordered) {
        List<Section> run = new ArrayList<>();
        for (Section section : ordered) {
            if (section.number() != run.size()) {
                break;
            }
            run.add(section);
        }
        return run;
    }

    private static MimeParameter whole(List<Section> run) {
        Section first = run.getFirst();
        StringBuilder value = new StringBuilder();
        for (Section section : run) {
            if (first.extended()) {
                value.append(section.extended() ? section.value() : encoded(section.value()));
            } else {
                value.append(section.extended() ? decoded(section.value()) : section.value());
            }
        }
        return new MimeParameter(
                first.extended() ? first.name() + '*' : first.name(), value.toString());
    }

    /** The section that a parameter is by its name; null: it is none. */
    private static @Nullable Section section(MimeParameter parameter) {
        String name = parameter.name();
        int star = name.indexOf('*');
        boolean extended = name.endsWith("*");
        int end = extended ? name.length() - 1 : name.length();
        int digits = end - star - 1;
        if (star <= 0 || digits < 1 || digits > MAX_DIGITS) {
            return null;
        }
        int number = 0;
        for (int i = star + 1; i < end; i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            number = number * 10 + c - '0';
        }
        boolean leadingZero = digits > 1 && name.charAt(star + 1) == '0';
        return leadingZero
                ? null
                : new Section(name.substring(0, star), number, extended, parameter.value());
    }

    /** Octets of an extended value without charset and language. */
    private static String unpacked(String extended) {
        int language = extended.indexOf('\'');
        int value = language < 0 ? -1 : extended.indexOf('\'', language + 1);
        return decoded(extended.substring(value + 1));
    }

    private static String encoded(String octets) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            boolean alphanumeric = c < 128 && Character.isLetterOrDigit(c);
            if (alphanumeric || PLAIN_SYMBOLS.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(digit(c >> 4)).append(digit(c & 15));
            }
        }
        return out.toString();
    }

    private static char digit(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }

    private static String decoded(String encoded) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            int octet =
                    encoded.charAt(i) == '%' && i + 2 < encoded.length()
                            ? OctetString.hex(encoded, i + 1)
                            : -1;
            octets.write(octet < 0 ? encoded.charAt(i) : octet);
            i += octet < 0 ? 0 : 2;
        }
        byte[] all = octets.toByteArray();
        return OctetString.of(all, 0, all.length);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
