package posthorn.mailbox.account;

/**
 * Lock of a POP3 session on INBOX.
 *
 * @param token names the session; empty: nobody holds it
 * @param renewal grows with each renewal, so that others can see that the holder lives
 */
public record MaildropLock(String token, long renewal) {
    /** Nobody holds the maildrop. */
    public static final MaildropLock NONE = new MaildropLock("", 0);

    /** Whether anybody holds it. */
    public boolean isHeld() {
        return !token.isEmpty();
    }
}
