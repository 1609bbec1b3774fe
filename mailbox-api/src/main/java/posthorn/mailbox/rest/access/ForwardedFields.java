package posthorn.mailbox.rest.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.rest.access.Callers.Hop;

/** What proxies write into requests, the farthest first. What cannot be read names no address. */
final class ForwardedFields {

    private ForwardedFields() {}

    /**
     * {@code X-Forwarded-For} with the scheme and the host that the nearest proxy saw.
     *
     * @param lists values of the field, in their order
     */
    static List<Hop> ofX(List<String> lists, @Nullable String scheme, @Nullable String host) {
        return lists.stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(each -> new Hop(bare(each.strip()), first(scheme), first(host)))
                .toList();
    }

    /** {@code Forwarded} (RFC 7239 §4). */
    static List<Hop> of(List<String> lists) {
        List<Hop> hops = new ArrayList<>();
        for (String list : lists) {
            split(list, ',').forEach(element -> hops.add(hop(element)));
        }
        return Collections.unmodifiableList(hops);
    }

    private static Hop hop(String element) {
        String address = "";
        String scheme = "";
        String host = "";
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            String name = pair.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = unquoted(pair.substring(equals + 1).strip());
            switch (name) {
                case "for" -> address = bare(value);
                case "proto" -> scheme = value;
                case "host" -> host = value;
                default -> {
                    // Who the proxy is says nothing of the client.
                }
            }
        }
        return new Hop(address, scheme, host);
    }

    /** Splits where the separator does not stand between quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }

    /** An address without its port and brackets. */
    private static String bare(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? "" : node.substring(1, end);
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }

    private static String first(@Nullable String list) {
        return list == null ? "" : list.split(",", 2)[0].strip();
    }
}
