package posthorn.mailbox.account;

/**
 * What is known of an account beside its mailboxes.
 *
 * @param account id, never used again
 * @param n number of the last entry in it; 0: none
 * @param at when that entry was made, milliseconds since 1970; nothing correct rests on it
 * @param modSeq last mod-sequence given out (RFC 7162 §3.1)
 * @param uidValidity last UIDVALIDITY given out; never falls
 * @param lastMailbox last number given to a mailbox
 * @param access who may use it
 * @param accessGeneration of the last change of access or password; never falls
 * @param quota what it may hold
 * @param maildrop lock of a POP3 session
 */
public record AccountHead(
        String account,
        long n,
        long at,
        long modSeq,
        long uidValidity,
        long lastMailbox,
        Access access,
        long accessGeneration,
        AccountQuota quota,
        MaildropLock maildrop) {

    static AccountHead empty(String account) {
        return new AccountHead(
                account, 0, 0, 0, 0, 0, Access.ACTIVE, 0, AccountQuota.NONE, MaildropLock.NONE);
    }

    AccountHead at(long number, long time) {
        return new AccountHead(
                account,
                number,
                time,
                modSeq,
                uidValidity,
                lastMailbox,
                access,
                accessGeneration,
                quota,
                maildrop);
    }

    AccountHead modSeq(long value) {
        return new AccountHead(
                account,
                n,
                at,
                value,
                uidValidity,
                lastMailbox,
                access,
                accessGeneration,
                quota,
                maildrop);
    }

    AccountHead created(long mailbox, long validity) {
        return new AccountHead(
                account,
                n,
                at,
                modSeq,
                Math.max(uidValidity, validity),
                Math.max(lastMailbox, mailbox),
                access,
                accessGeneration,
                quota,
                maildrop);
    }

    AccountHead access(Access value, long generation) {
        return new AccountHead(
                account,
                n,
                at,
                modSeq,
                uidValidity,
                lastMailbox,
                value,
                Math.max(accessGeneration, generation),
                quota,
                maildrop);
    }

    /** The same with the generation that a checkpoint kept. */
    public AccountHead accessGeneration(long value) {
        return access(access, value);
    }

    /** The same with another quota. */
    public AccountHead quota(AccountQuota value) {
        return new AccountHead(
                account,
                n,
                at,
                modSeq,
                uidValidity,
                lastMailbox,
                access,
                accessGeneration,
                value,
                maildrop);
    }

    AccountHead maildrop(MaildropLock value) {
        return new AccountHead(
                account,
                n,
                at,
                modSeq,
                uidValidity,
                lastMailbox,
                access,
                accessGeneration,
                quota,
                value);
    }
}
