package posthorn.protocol.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one check found (RFC 8601 §2.2, {@code resinfo}).
 *
 * @param method in lower case: {@code spf}, {@code dkim}, {@code dmarc}, {@code arc}, {@code iprev}
 * @param result in lower case: {@code pass}
 * @param comment for people, which stands in parentheses; empty: none
 * @param properties what was looked at, in order
 */
public record MethodResult(
        String method, String result, String comment, List<Property> properties) {

    /**
     * A property of the message or of the session (§2.3).
     *
     * @param type {@code smtp}, {@code header}, {@code policy}
     * @param name {@code mailfrom}, {@code d}
     * @param value as text
     */
    public record Property(String type, String name, String value) {}

    public MethodResult {
        properties = List.copyOf(properties);
    }

    /** A result of which nothing more is said yet. */
    public static MethodResult of(String method, String result) {
        return new MethodResult(method, result, "", List.of());
    }

    /** The same with another property behind the others. */
    public MethodResult with(String type, String name, String value) {
        List<Property> more = new ArrayList<>(properties);
        more.add(new Property(type, name, value));
        return new MethodResult(method, result, comment, more);
    }

    /** The same with a comment. */
    public MethodResult because(String words) {
        return new MethodResult(method, result, words, properties);
    }

    /** Value of the first property of that type and name. */
    public Optional<String> property(String type, String name) {
        return properties.stream()
                .filter(p -> p.type().equalsIgnoreCase(type) && p.name().equalsIgnoreCase(name))
                .map(Property::value)
                .findFirst();
    }
}
