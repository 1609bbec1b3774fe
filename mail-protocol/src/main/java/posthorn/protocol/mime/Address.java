package posthorn.protocol.mime;

import org.jspecify.annotations.Nullable;

/**
 * One address structure of an envelope (RFC 3501 §7.4.2). Three forms:
 *
 * <ul>
 *   <li>a mailbox: {@code mailbox} and {@code host} set; either may be empty when the header has it
 *       so;
 *   <li>the start of a group: {@code mailbox} holds the group's name, {@code host} is null;
 *   <li>the end of a group: both are null.
 * </ul>
 *
 * All values are octets, with quotes and comments removed; encoded words stay as they are.
 *
 * @param name display name; null: none
 * @param route source route ({@code at-domain-list}, RFC 5322 §4.4 {@code obs-route}) without its
 *     colon, as in {@code @a.example,@b.example}; null: none
 * @param mailbox local part, or name of the group; null: end of a group
 * @param host domain; null: start or end of a group
 */
public record Address(
        @Nullable String name,
        @Nullable String route,
        @Nullable String mailbox,
        @Nullable String host) {
    private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~.";

    static Address groupStart(String name) {
        return new Address(null, null, name, null);
    }

    static Address groupEnd() {
        return new Address(null, null, null, null);
    }

    /** Whether a group starts here. */
    public boolean isGroupStart() {
        return mailbox != null && host == null;
    }

    /** Whether the group that is open ends here. */
    public boolean isGroupEnd() {
        return mailbox == null;
    }

    /**
     * Text of the address as {@code local@domain} (RFC 5322 §3.4.1), the local part quoted where it
     * is no dot-atom; the local part alone when the domain is empty. Empty for the start and the
     * end of a group.
     */
    public String addrSpec() {
        if (mailbox == null || host == null) {
            return "";
        }
        String local = OctetString.text(mailbox);
        String written = isDotAtom(local) ? local : quote(local);
        return host.isEmpty() ? written : written + "@" + OctetString.text(host);
    }

    private static boolean isDotAtom(String local) {
        if (local.isEmpty()
                || local.startsWith(".")
                || local.endsWith(".")
                || local.contains("..")) {
            return false;
        }
        return local.chars()
                .allMatch(c -> c > 127 || Character.isLetterOrDigit(c) || ATEXT.indexOf(c) >= 0);
    }

    private static String quote(String local) {
        return '"' + local.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
