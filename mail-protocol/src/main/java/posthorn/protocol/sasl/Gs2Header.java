package posthorn.protocol.sasl;

import java.util.Optional;

/**
 * What stands before the message of a mechanism, RFC 5801 §4.
 *
 * <pre>
 * gs2-header = ("p=" cb-name / "n" / "y") "," ["a=" saslname] ","
 * saslname   = 1*(value-safe-char / "=2C" / "=3D")
 * </pre>
 *
 * @param type of channel binding, when it is {@link Binding#USED}; else empty
 * @param identity whom the client wants to act for; empty: whom it signs in as
 * @param text as it came, with its last comma
 */
record Gs2Header(Binding binding, String type, String identity, String text) {

    /** What the client says of channel binding. */
    enum Binding {
        /** It cannot. */
        NONE,
        /** It can, and believes that the server cannot. */
        NOT_OFFERED,
        /** It is used. */
        USED
    }

    /** The header at the start of a text; empty: there is none. */
    static Optional<Gs2Header> parse(String text) {
        int first = text.indexOf(',');
        int second = first < 0 ? -1 : text.indexOf(',', first + 1);
        if (second < 0) {
            return Optional.empty();
        }
        String flag = text.substring(0, first);
        String given = text.substring(first + 1, second);
        Optional<String> identity =
                given.isEmpty()
                        ? Optional.of("")
                        : given.startsWith("a=") ? name(given.substring(2)) : Optional.empty();
        String header = text.substring(0, second + 1);
        return identity.flatMap(who ->
                switch (flag) {
                    case "n" -> Optional.of(new Gs2Header(Binding.NONE, "", who, header));
                    case "y" -> Optional.of(new Gs2Header(Binding.NOT_OFFERED, "", who, header));
                    default ->
                            flag.startsWith("p=") && flag.length() > 2
                                    ? Optional.of(
                                            new Gs2Header(
                                                    Binding.USED, flag.substring(2), who, header))
                                    : Optional.empty();
                });
    }

    /** What a {@code saslname} says; empty: it is none. */
    static Optional<String> name(String saslname) {
        StringBuilder name = new StringBuilder();
        int at = 0;
        while (at < saslname.length()) {
            char c = saslname.charAt(at);
            if (c == '=' && saslname.startsWith("=2C", at)) {
                name.append(',');
                at += 3;
            } else if (c == '=' && saslname.startsWith("=3D", at)) {
                name.append('=');
                at += 3;
            } else if (c == '=' || c == '\0') {
                return Optional.empty();
            } else {
                name.append(c);
                at++;
            }
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(name.toString());
    }
}
