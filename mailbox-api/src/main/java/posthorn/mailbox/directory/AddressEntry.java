package posthorn.mailbox.directory;

import java.util.List;

/** What an address of ours stands for. */
public sealed interface AddressEntry {

    /** Folded; unique. */
    String address();

    /** Right part of the address. */
    String domain();

    /** Id of the account that gets its mail; empty: it is no account that does. */
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
     * @param password as {@code posthorn.mailbox.signin} encodes it; beginning with {@link
     *     #OUTSIDE}: an outside directory has the account and its password
     * @param scram the same password for SCRAM, as {@code posthorn.mailbox.signin} encodes it;
     *     empty: it was not shown since there is SCRAM
     */
    record Account(
            String address,
            String domain,
            String account,
            AccountStatus state,
            long wish,
            boolean settled,
            String password,
            String scram,
            long created)
            implements AddressEntry {

        /** Stands before the account's address in place of a password. */
        public static final String OUTSIDE = "outside:";

        /** Whether an outside directory says if it is there, and knows its password. */
        public boolean isOutside() {
            return password.startsWith(OUTSIDE);
        }

        /** An account whose password cannot be proven by SCRAM. */
        public Account(
                String address,
                String domain,
                String account,
                AccountStatus state,
                long wish,
                boolean settled,
                String password,
                long created) {
            this(address, domain, account, state, wish, settled, password, "", created);
        }

        /** Whether it is there: made, and not being deleted. */
        public boolean exists() {
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
            return new Account(
                    address, domain, account, other, wish + 1, false, password, scram, created);
        }

        /** The same account, its log following. */
        public Account asSettled() {
            AccountStatus reached = state == AccountStatus.CREATING ? AccountStatus.ACTIVE : state;
            return new Account(
                    address, domain, account, reached, wish, true, password, scram, created);
        }

        /** The same account with another password, which its log has yet to say. */
        public Account withPassword(String other, String otherScram) {
            return new Account(
                    address, domain, account, state, wish + 1, false, other, otherScram, created);
        }

        /** The same account with the same password, which can be proven by SCRAM from now on. */
        public Account withScram(String own) {
            return new Account(
                    address, domain, account, state, wish, settled, password, own, created);
        }
    }

    /**
     * Another address of an account, or of a group, a forward or an alias.
     *
     * @param account id of the account; empty: the target is none
     * @param target folded address that it stands for
     */
    record Alias(String address, String domain, String account, String target, long created)
            implements AddressEntry {}

    /**
     * An address whose mail goes to all of its members.
     *
     * @param members addresses, ours folded, others as they were given
     * @param senders who may send to it
     * @param version counts its changes
     */
    record Group(
            String address,
            String domain,
            List<String> members,
            Senders senders,
            long created,
            long version)
            implements AddressEntry {

        /** Keeps the members from changing. */
        public Group {
            members = List.copyOf(members);
        }

        @Override
        public String account() {
            return "";
        }

        /** The same with others in it. */
        public Group with(List<String> others, Senders allowed) {
            return new Group(address, domain, others, allowed, created, version + 1);
        }
    }

    /** Who may send to a group. */
    enum Senders {
        /** Everybody. */
        ANYONE,
        /** Whoever signed in. */
        USERS,
        /** Whoever signed in and is a member. */
        MEMBERS
    }

    /**
     * Mail for an address that goes on to others: an address without a mailbox, or what an account
     * does with its mail.
     *
     * @param account id of the account whose mail it is; empty: the address has no mailbox
     * @param targets addresses, ours folded, others as they were given
     * @param keep whether the account gets it, too
     */
    record Forward(
            String address,
            String domain,
            String account,
            List<String> targets,
            boolean keep,
            long created)
            implements AddressEntry {

        /** Keeps the targets from changing. */
        public Forward {
            targets = List.copyOf(targets);
        }

        /** Whether it is what an account does with its mail, and no address of its own. */
        public boolean ofAccount() {
            return !account.isEmpty();
        }
    }

    /** An address of a domain whose mailboxes another host has. */
    record Listed(String address, String domain, long created) implements AddressEntry {
        @Override
        public String account() {
            return "";
        }
    }
}
