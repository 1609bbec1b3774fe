package posthorn.imap.session;

import posthorn.imap.grammar.ImapCommand;

/** What a client asks, as metrics tell it apart; {@code UID FETCH} is a FETCH. */
public enum Verb {
    CAPABILITY,
    NOOP,
    LOGOUT,
    ID,
    STARTTLS,
    AUTHENTICATE,
    LOGIN,
    ENABLE,
    SELECT,
    EXAMINE,
    CREATE,
    DELETE,
    RENAME,
    SUBSCRIBE,
    UNSUBSCRIBE,
    LIST,
    LSUB,
    NAMESPACE,
    STATUS,
    GETQUOTA,
    GETQUOTAROOT,
    SETQUOTA,
    APPEND,
    /** Until the client is told that it may wait. */
    IDLE,
    CHECK,
    CLOSE,
    UNSELECT,
    EXPUNGE,
    SEARCH,
    FETCH,
    STORE,
    COPY,
    MOVE,
    /** No command that we have, or one that cannot be read. */
    UNKNOWN;

    /** As it stands in the tag {@code command}. */
    public String word() {
        return this == UNKNOWN ? "unknown" : name();
    }

    /** That of a command. */
    static Verb of(ImapCommand command) {
        return switch (command) {
            case ImapCommand.Capability _ -> CAPABILITY;
            case ImapCommand.Noop _ -> NOOP;
            case ImapCommand.Logout _ -> LOGOUT;
            case ImapCommand.Id _ -> ID;
            case ImapCommand.StartTls _ -> STARTTLS;
            case ImapCommand.Authenticate _ -> AUTHENTICATE;
            case ImapCommand.Login _ -> LOGIN;
            case ImapCommand.Authenticated c -> ofAuthenticated(c);
            case ImapCommand.Selected c -> ofSelected(c);
        };
    }

    private static Verb ofAuthenticated(ImapCommand.Authenticated command) {
        return switch (command) {
            case ImapCommand.Enable _ -> ENABLE;
            case ImapCommand.Select c -> c.readOnly() ? EXAMINE : SELECT;
            case ImapCommand.Create _ -> CREATE;
            case ImapCommand.Delete _ -> DELETE;
            case ImapCommand.Rename _ -> RENAME;
            case ImapCommand.Subscribe c -> c.subscribed() ? SUBSCRIBE : UNSUBSCRIBE;
            case ImapCommand.ListMailboxes _ -> LIST;
            case ImapCommand.ListSubscribed _ -> LSUB;
            case ImapCommand.Namespace _ -> NAMESPACE;
            case ImapCommand.Status _ -> STATUS;
            case ImapCommand.GetQuota _ -> GETQUOTA;
            case ImapCommand.GetQuotaRoot _ -> GETQUOTAROOT;
            case ImapCommand.SetQuota _ -> SETQUOTA;
            case ImapCommand.Append _ -> APPEND;
            case ImapCommand.Idle _ -> IDLE;
        };
    }

    private static Verb ofSelected(ImapCommand.Selected command) {
        return switch (command) {
            case ImapCommand.Check _ -> CHECK;
            case ImapCommand.Close _ -> CLOSE;
            case ImapCommand.Unselect _ -> UNSELECT;
            case ImapCommand.Expunge _ -> EXPUNGE;
            case ImapCommand.Search _ -> SEARCH;
            case ImapCommand.Fetch _ -> FETCH;
            case ImapCommand.Store _ -> STORE;
            case ImapCommand.Copy c -> c.move() ? MOVE : COPY;
        };
    }
}
