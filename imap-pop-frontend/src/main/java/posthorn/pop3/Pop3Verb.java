package posthorn.pop3;

/** What a client asks, as metrics tell it apart. */
public enum Pop3Verb {
    USER,
    PASS,
    AUTH,
    STLS,
    CAPA,
    STAT,
    LIST,
    UIDL,
    RETR,
    TOP,
    DELE,
    RSET,
    NOOP,
    QUIT,
    /** No command that we have, or one that cannot be read. */
    UNKNOWN;

    /** As it stands in the tag {@code command}. */
    public String word() {
        return this == UNKNOWN ? "unknown" : name();
    }

    /** That of a command. */
    static Pop3Verb of(Pop3Command command) {
        return switch (command) {
            case Pop3Command.User _ -> USER;
            case Pop3Command.Pass _ -> PASS;
            case Pop3Command.Auth _ -> AUTH;
            case Pop3Command.Stls _ -> STLS;
            case Pop3Command.Capa _ -> CAPA;
            case Pop3Command.Stat _ -> STAT;
            case Pop3Command.ListSizes _ -> LIST;
            case Pop3Command.Uidl _ -> UIDL;
            case Pop3Command.Retr _ -> RETR;
            case Pop3Command.Top _ -> TOP;
            case Pop3Command.Dele _ -> DELE;
            case Pop3Command.Rset _ -> RSET;
            case Pop3Command.Noop _ -> NOOP;
            case Pop3Command.Quit _ -> QUIT;
            case Pop3Command.Unknown _, Pop3Command.Malformed _ -> UNKNOWN;
        };
    }
}
