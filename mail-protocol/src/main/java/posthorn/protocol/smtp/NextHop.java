package posthorn.protocol.smtp;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host that is named as the next one on the way, in place of those that MX records name.
 *
 * @param host its name in lower-case ASCII, or an address literal in brackets
 * @param port 1 to 65535
 */
public record NextHop(String host, int port) {

    private static final Pattern IPV4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}");

    /** Port of SMTP between servers (RFC 5321 §4.5.4.2). */
    public static final int SMTP = 25;

    /**
     * Reads {@code host}, {@code host:port}, {@code [address]} or {@code [address]:port}; an IPv4
     * address needs no brackets. Empty when it is none of them.
     *
     * @param usual port where none is given
     */
    public static Optional<NextHop> parse(String text, int usual) {
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        String host = end <= 0 ? text : text.substring(0, end);
        String rest = text.substring(host.length());
        Optional<Integer> port = rest.isEmpty() ? Optional.of(usual) : port(rest);
        return Domain.parse(IPV4.matcher(host).matches() ? "[" + host + "]" : host)
                .flatMap(domain -> port.map(number -> new NextHop(domain.folded(), number)));
    }

    private static Optional<Integer> port(String text) {
        if (!PORT.matcher(text).matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(1));
        return port >= 1 && port <= 65_535 ? Optional.of(port) : Optional.empty();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
