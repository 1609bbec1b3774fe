package posthorn.imap.session;

import java.util.Locale;

/** IDLE, RFC 2177: until the client says DONE, changes are pushed to it. */
record IdleContinuation(String tag) implements CommandContinuation {

    @Override
    public TaggedResponse line(String octets) {
        return octets.toUpperCase(Locale.ROOT).equals("DONE")
                ? TaggedResponse.ok("No longer idle")
                : TaggedResponse.bad("DONE ends IDLE");
    }
}
