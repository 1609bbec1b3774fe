package posthorn.launcher.transfer;

/**
 * A mailbox.
 *
 * @param path full name, levels separated by "/"; INBOX is one of them
 * @param specialUse attribute of RFC 6154 in lower case, as in {@code sent}; empty: none
 * @param subscribed whether mail programs show it
 */
public record Folder(String path, String specialUse, boolean subscribed) {

    /** Name of the mailbox that everybody has. */
    public static final String INBOX = "INBOX";

    /** INBOX without regard to case. */
    public Folder {
        if (path.equalsIgnoreCase(INBOX)) {
            path = INBOX;
        }
    }
}
