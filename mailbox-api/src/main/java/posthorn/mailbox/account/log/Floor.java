package posthorn.mailbox.account.log;

/**
 * Where the kept history begins. Entries up to n may have been deleted; what still stands there, or
 * comes to stand there late, counts for nothing.
 *
 * @param n number of the last entry that no longer counts; 0: everything is kept
 * @param at when that entry was made, milliseconds since 1970; 0: everything is kept
 */
public record Floor(long n, long at) {
    /** Everything is kept. */
    public static final Floor NONE = new Floor(0, 0);
}
