package posthorn.mailbox.directory;

/**
 * A domain that is ours.
 *
 * @param name folded
 * @param postmaster folded address of the account that gets mail for its postmaster; empty: its
 *     first account
 * @param created milliseconds since 1970, UTC
 */
public record Domain(String name, String postmaster, long created) {}
