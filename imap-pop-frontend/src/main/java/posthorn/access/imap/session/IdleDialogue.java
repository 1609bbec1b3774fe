package posthorn.access.imap.session;

import java.util.Locale;

/** IDLE, RFC 2177: until the client says DONE, changes are pushed to it. */
record IdleDialogue(String tag) implements Dialogue {

    @Override
    public Answer line(String octets) {
        return octets.toUpperCase(Locale.ROOT).equals("DONE")
                ? Answer.ok("No longer idle")
                : Answer.bad("DONE ends IDLE");
    }
}
