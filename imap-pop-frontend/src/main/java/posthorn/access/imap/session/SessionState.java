package posthorn.access.imap.session;

import posthorn.access.store.AccountView;

/**
 * Where a session is (RFC 3501 §3).
 *
 * <p>Transitions: NotAuthenticated → Authenticated by LOGIN or AUTHENTICATE; Authenticated →
 * Selected by SELECT or EXAMINE; Selected → Authenticated by CLOSE, UNSELECT, a SELECT that fails,
 * or the end of the mailbox; any → Ended by LOGOUT, BYE, or the end of the connection.
 */
sealed interface SessionState {

    /** Nobody has signed in; so many attempts have failed. */
    record NotAuthenticated(int failures) implements SessionState {}

    /** A client of this account. */
    record Authenticated(AccountView account) implements SessionState {}

    /** A client that reads a mailbox. */
    record Selected(AccountView account, SelectedMailbox mailbox) implements SessionState {}

    /** Nothing more is said. */
    record Ended() implements SessionState {}
}
