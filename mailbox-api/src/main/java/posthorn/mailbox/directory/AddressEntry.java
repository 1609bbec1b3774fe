package posthorn.mailbox.directory;

/** What an address of ours stands for. */
public sealed interface AddressEntry {

    /** Folded; unique. */
    String address();

    /** Right part of the address. */
    String domain();

    /** Id of the account that gets its mail. */
    String account();

    /** Milliseconds since 1970, UTC. */
    long created();

    /**
     * An account's own address.
     *
     * @param account 128 random bits, never used again
     * @param state what is wanted of the account
     * @param wish counts what was wanted of it so far, another state or another password: names
     *     each wish, so that the log follows it once. It is the generation of the access, too: who
     *     signed in under a lower one has to sign in again
     * @param settled whether its log says so, too; false: somebody has to finish it
     * @param password as {@code posthorn.mailbox.signin} encodes it
     */
    record Account(
            String address,
            String domain,
            String account,
            AccountStatus state,
            long wish,
            boolean settled,
            String password,
            long created)
            implements AddressEntry {

        /** Whether mail for it is taken. */
        public boolean takesMail() {
            return state == AccountStatus.ACTIVE || state == AccountStatus.DISABLED;
        }

        /** Whether its owner may sign in, given the right password. */
        public boolean letsIn() {
            return state == AccountStatus.ACTIVE;
        }

        /** Without the password's hash: whoever has it can guess at leisure. */
        @Override
        public String toString() {
            return "Account[" + address + ", " + account + ", " + state + ", wish " + wish + "]";
        }

        /** The same account, with another wish about it that its log has yet to follow. */
        public Account wanting(AccountStatus other) {
            return new Account(address, domain, account, other, wish + 1, false, password, created);
        }

        /** The same account, its log following. */
        public Account asSettled() {
            AccountStatus reached = state == AccountStatus.CREATING ? AccountStatus.ACTIVE : state;
            return new Account(address, domain, account, reached, wish, true, password, created);
        }

        /** The same account with another password, which its log has yet to say. */
        public Account withPassword(String other) {
            return new Account(address, domain, account, state, wish + 1, false, other, created);
        }
    }

    /**
     * Another address of an account.
     *
     * @param target folded address of the account
     */
    record Alias(String address, String domain, String account, String target, long created)
            implements AddressEntry {}
}
