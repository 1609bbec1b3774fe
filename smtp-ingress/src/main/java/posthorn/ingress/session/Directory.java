package posthorn.ingress.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.sasl.ScramOctets;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInRefusal;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/**
 * Who is local, who may sign in, who may send as whom. Calls wait: they are for virtual threads.
 * Safe for all threads. An {@code IOException} means that nobody could be asked in time; nothing is
 * remembered of it.
 */
public interface Directory {

    /**
     * Where an address belongs; an answer may be some seconds old.
     *
     * @param sender reverse-path of the message
     * @param user who signed in; empty: nobody
     */
    Resolution resolve(ForwardPath path, ReversePath sender, Optional<Client.User> user)
            throws IOException;

    /**
     * Whether a domain is one of ours; an answer may be some seconds old.
     *
     * @param domain folded
     */
    boolean isOurs(String domain) throws IOException;

    /** Whether what somebody shows opens an account, now. */
    AuthenticationResult signIn(SignInAttempt attempt) throws IOException;

    /**
     * What SCRAM says to a client before it proves that it knows a password.
     *
     * @param login as typed; there is an answer for every one
     */
    ScramChallenge beginScram(String login) throws IOException;

    /**
     * Which addresses belong to the account of somebody who signed in, now.
     *
     * @param addresses as they stand in an envelope or a header; one that is no address belongs to
     *     nobody; may be empty, to learn whether the account is active
     */
    SendRights maySendAs(Client.User user, List<String> addresses) throws IOException;

    /**
     * Room in a mailbox.
     *
     * @param left octets that it still takes, 0: it is full; empty: any, or it is not known
     * @param limit octets that it may hold at all; empty: any, or it is not known
     */
    record Room(OptionalLong left, OptionalLong limit) {

        /** For any message. */
        public static final Room ANY = new Room(OptionalLong.empty(), OptionalLong.empty());

        /** Whether a message of this size fits in now. */
        boolean fits(long octets) {
            return left.isEmpty() || octets <= left.getAsLong();
        }

        /** Whether a message of this size would fit into the empty mailbox. */
        boolean everFits(long octets) {
            return limit.isEmpty() || octets <= limit.getAsLong();
        }
    }

    /** Where an address belongs. */
    sealed interface Resolution {
        /**
         * To one of our accounts.
         *
         * @param account its id
         * @param room of its mailbox
         */
        record Local(String account, Room room) implements Resolution {}

        /** To nobody, in one of our domains. */
        record UnknownUser() implements Resolution {}

        /** To a domain that is not ours. */
        record Remote() implements Resolution {}

        /**
         * To a group, or to something that passes mail on.
         *
         * @param targets where it goes; at least one
         * @param notificationsOnly whether it takes messages with the null reverse-path alone
         */
        record Expanded(List<Target> targets, boolean notificationsOnly) implements Resolution {}

        /** To one of our accounts, which is disabled. */
        record Disabled() implements Resolution {}

        /** To a group that is not for this sender. */
        record SenderNotAllowed() implements Resolution {}

        /** To something of ours that leads to nobody, or to too many. */
        record ExpansionFailed() implements Resolution {}

        /** To another host that we take mail for. */
        record Elsewhere() implements Resolution {}

        /** To a domain whose mailboxes another host has, which cannot be asked now. */
        record NotKnownNow() implements Resolution {}
    }

    /**
     * One that mail is passed on to.
     *
     * @param path its address
     * @param account its id; empty: another host's
     * @param reversePath of its copy; empty text: that of the message
     * @param deliveredTo address of ours that passes it on to another host; empty text: none does
     */
    record Target(
            ForwardPath path, Optional<String> account, String reversePath, String deliveredTo) {}

    /** What became of a sign-in. */
    sealed interface AuthenticationResult {
        /**
         * What was shown is right.
         *
         * @param user whose
         * @param serverSignature what SCRAM tells the client; empty: it was not SCRAM
         * @param traceparent span of a service of ours that what the user sends belongs to; empty:
         *     there is none
         */
        record Granted(Client.User user, Optional<ScramOctets> serverSignature, String traceparent)
                implements AuthenticationResult {}

        /** Nobody came in. */
        record Refused(SignInRefusal why) implements AuthenticationResult {}
    }

    /**
     * Which addresses belong to an account.
     *
     * @param active whether the account may still do anything for whoever signed in; false, too,
     *     when its password was changed since, unless that is to end no session
     * @param all whether every address belongs to it
     */
    record SendRights(boolean active, boolean all) {}
}
