package posthorn.ingress.session;

import posthorn.protocol.smtp.Command;

/** What a client wants an answer to, as metrics tell it apart. */
public enum Verb {
    EHLO,
    HELO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    /** The dot behind a message. */
    END_OF_DATA("END-OF-DATA"),
    BDAT,
    XCLIENT,
    RSET,
    NOOP,
    VRFY,
    EXPN,
    HELP,
    QUIT,
    /** No command that we have, or one that cannot be read. */
    UNKNOWN("unknown");

    private final String word;

    Verb() {
        this.word = name();
    }

    Verb(String word) {
        this.word = word;
    }

    /** As it stands in the tag {@code command}. */
    public String word() {
        return word;
    }

    /** That of a command. */
    static Verb of(Command command) {
        return switch (command) {
            case Command.Ehlo _ -> EHLO;
            case Command.Helo _ -> HELO;
            case Command.StartTls _ -> STARTTLS;
            case Command.Auth _ -> AUTH;
            case Command.Mail _ -> MAIL;
            case Command.Rcpt _ -> RCPT;
            case Command.Data _ -> DATA;
            case Command.Bdat _ -> BDAT;
            case Command.Xclient _ -> XCLIENT;
            case Command.Rset _ -> RSET;
            case Command.Noop _ -> NOOP;
            case Command.Vrfy _ -> VRFY;
            case Command.Expn _ -> EXPN;
            case Command.Help _ -> HELP;
            case Command.Quit _ -> QUIT;
            case Command.Unknown _, Command.Malformed _ -> UNKNOWN;
        };
    }
}
