package posthorn.mailbox.directory;

import java.util.OptionalLong;

/**
 * What an account answers while its owner is away (RFC 3834).
 *
 * @param account id of the account
 * @param subject of the reply
 * @param text of the reply
 * @param from first moment, milliseconds since 1970; empty: at once
 * @param until last moment; empty: until it is ended
 * @param days after which the same sender is answered again, at least 1
 * @param version counts its changes
 */
public record Vacation(
        String account,
        String subject,
        String text,
        OptionalLong from,
        OptionalLong until,
        int days,
        long version) {

    /** Days where nobody says otherwise. */
    public static final int USUAL_DAYS = 7;

    /** Whether the owner is away at that time. */
    public boolean isActive(long now) {
        return now >= from.orElse(Long.MIN_VALUE) && now <= until.orElse(Long.MAX_VALUE);
    }

    /** Without what the owner wrote. */
    @Override
    public String toString() {
        return "Vacation[" + account + ", version " + version + "]";
    }
}
