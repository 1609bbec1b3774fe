package posthorn.imap.session;

import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;

/**
 * Where a session is (RFC 3501 §3).
 *
 * <p>Transitions: NotAuthenticated → Authenticated by LOGIN or AUTHENTICATE; Authenticated →
 * Selected by SELECT or EXAMINE; Selected → Authenticated by CLOSE, UNSELECT, a SELECT that fails,
 * or the end of the mailbox; any → Ended by LOGOUT, BYE, or the end of the connection.
 */
sealed interface ImapState {

    /** The account of whoever has signed in; null: nobody has. */
    default @Nullable AccountSession signedIn() {
        return switch (this) {
            case Authenticated in -> in.account();
            case Selected in -> in.account();
            case NotAuthenticated _, Ended _ -> null;
        };
    }

    /** Nobody has signed in; so many attempts have failed. */
    record NotAuthenticated(int failures) implements ImapState {}

    /** A client of this account. */
    record Authenticated(AccountSession account) implements ImapState {}

    /** A client that reads a mailbox. */
    record Selected(AccountSession account, SelectedMailbox mailbox) implements ImapState {}

    /** Nothing more is said. */
    record Ended() implements ImapState {}
}
