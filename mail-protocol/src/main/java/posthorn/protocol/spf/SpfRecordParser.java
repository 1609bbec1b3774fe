package posthorn.protocol.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.dns.IpNetwork;

/**
 * Reader of one record.
 *
 * <pre>
 * record    = "v=spf1" *( 1*SP ( directive / modifier ) ) *SP
 * directive = [ "+" / "-" / "?" / "~" ] mechanism
 * modifier  = name "=" macro-string
 * name      = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
 * </pre>
 */
final class SpfRecordParser {
    private static final int VERSION = 6;
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*+)=(.*)");
    private static final Pattern PREFIX4 = Pattern.compile("0|[1-9][0-9]?");
    private static final Pattern PREFIX6 = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern IP4 =
            Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");
    private static final Pattern IP6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private final List<SpfRecord.Directive> directives = new ArrayList<>();
    private @Nullable MacroString redirect;
    private @Nullable MacroString explanation;

    SpfRecord parse(String txt) throws SpfSyntaxException {
        if (!txt.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new SpfSyntaxException("a character that is not printable ASCII");
        }
        int at = VERSION;
        while (at < txt.length()) {
            int end = txt.indexOf(' ', at);
            end = end < 0 ? txt.length() : end;
            if (end > at) {
                term(txt.substring(at, end));
            }
            at = end + 1;
        }
        return new SpfRecord(
                directives, Optional.ofNullable(redirect), Optional.ofNullable(explanation));
    }

    private void term(String term) throws SpfSyntaxException {
        Matcher modifier = MODIFIER.matcher(term);
        if (modifier.matches()) {
            modifier(modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
        } else {
            directive(term);
        }
    }

    private void modifier(String name, String value) throws SpfSyntaxException {
        switch (name) {
            case "redirect" -> {
                once(redirect, name);
                redirect = MacroString.domainSpec(value);
            }
            case "exp" -> {
                once(explanation, name);
                explanation = MacroString.domainSpec(value);
            }
            default -> MacroString.parse(value);
        }
    }

    private static void once(@Nullable MacroString before, String name) throws SpfSyntaxException {
        if (before != null) {
            throw new SpfSyntaxException("'" + name + "' stands there twice");
        }
    }

    private void directive(String term) throws SpfSyntaxException {
        SpfResult result =
                switch (term.charAt(0)) {
                    case '-' -> SpfResult.FAIL;
                    case '~' -> SpfResult.SOFTFAIL;
                    case '?' -> SpfResult.NEUTRAL;
                    default -> SpfResult.PASS;
                };
        boolean qualified = "+-~?".indexOf(term.charAt(0)) >= 0;
        directives.add(
                new SpfRecord.Directive(
                        result, mechanism(qualified ? term.substring(1) : term), term));
    }

    private static Mechanism mechanism(String text) throws SpfSyntaxException {
        int nameEnd = 0;
        while (nameEnd < text.length()
                && text.charAt(nameEnd) != ':'
                && text.charAt(nameEnd) != '/') {
            nameEnd++;
        }
        String argument = text.substring(nameEnd);
        return switch (text.substring(0, nameEnd).toLowerCase(Locale.ROOT)) {
            case "all" -> {
                if (!argument.isEmpty()) {
                    throw new SpfSyntaxException("'all' takes no argument");
                }
                yield new Mechanism.All();
            }
            case "include" -> new Mechanism.Include(needed(argument, text));
            case "exists" -> new Mechanism.Exists(needed(argument, text));
            case "ptr" -> new Mechanism.Ptr(domain(argument));
            case "a" -> {
                Target target = target(argument);
                yield new Mechanism.A(target.domain(), target.prefixes());
            }
            case "mx" -> {
                Target target = target(argument);
                yield new Mechanism.Mx(target.domain(), target.prefixes());
            }
            case "ip4" -> new Mechanism.Ip(network(argument, text, IP4, PREFIX4, 32));
            case "ip6" -> new Mechanism.Ip(network(argument, text, IP6, PREFIX6, 128));
            default -> throw new SpfSyntaxException("'" + text + "' is no mechanism");
        };
    }

    private static MacroString needed(String argument, String text) throws SpfSyntaxException {
        return domain(argument)
                .orElseThrow(() -> new SpfSyntaxException("'" + text + "' needs a domain"));
    }

    private static Optional<MacroString> domain(String argument) throws SpfSyntaxException {
        if (argument.isEmpty()) {
            return Optional.empty();
        }
        if (argument.charAt(0) != ':') {
            throw new SpfSyntaxException("'" + argument + "' is no domain");
        }
        return Optional.of(MacroString.domainSpec(argument.substring(1)));
    }

    private record Target(Optional<MacroString> domain, Mechanism.Prefixes prefixes) {}

    /** {@code [ ":" domain-spec ] [ "/" prefix4 ] [ "//" prefix6 ]}. */
    private static Target target(String argument) throws SpfSyntaxException {
        String rest = argument;
        int six = 128;
        int four = 32;
        int slashes = rest.lastIndexOf("//");
        if (slashes >= 0 && isNumber(rest, slashes + 2)) {
            six = prefix(rest.substring(slashes + 2), PREFIX6, 128);
            rest = rest.substring(0, slashes);
        }
        int slash = rest.lastIndexOf('/');
        if (slash >= 0 && isNumber(rest, slash + 1)) {
            four = prefix(rest.substring(slash + 1), PREFIX4, 32);
            rest = rest.substring(0, slash);
        }
        return new Target(domain(rest), new Mechanism.Prefixes(four, six));
    }

    private static boolean isNumber(String text, int from) {
        return text.length() > from
                && text.substring(from).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int prefix(String digits, Pattern form, int most) throws SpfSyntaxException {
        if (!form.matcher(digits).matches() || Integer.parseInt(digits) > most) {
            throw new SpfSyntaxException("'/" + digits + "' is no length of a prefix");
        }
        return Integer.parseInt(digits);
    }

    private static IpNetwork network(
            String argument, String text, Pattern form, Pattern prefixForm, int bits)
            throws SpfSyntaxException {
        int slash = argument.indexOf('/');
        String address = slash < 0 ? argument : argument.substring(0, slash);
        if (!address.startsWith(":") || !form.matcher(address.substring(1)).matches()) {
            throw new SpfSyntaxException("'" + text + "' holds no address");
        }
        int prefix = slash < 0 ? bits : prefix(argument.substring(slash + 1), prefixForm, bits);
        try {
            InetAddress parsed = InetAddress.ofLiteral(address.substring(1));
            return bits == 128 && parsed instanceof Inet4Address
                    ? new IpNetwork(parsed, Math.max(0, prefix - 96))
                    : new IpNetwork(parsed, prefix);
        } catch (IllegalArgumentException e) {
            throw new SpfSyntaxException("'" + text + "' holds no address");
        }
    }
}
