package posthorn.ingress.session;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import posthorn.protocol.smtp.ForwardPath;

/**
 * Who is local, who may sign in, who may send as whom. Calls wait: they are for virtual threads.
 * Safe for all threads. An {@code IOException} means that nobody could be asked in time; nothing is
 * remembered of it.
 */
public interface Directory {

    /** Where an address belongs; an answer may be some seconds old. */
    Resolution resolve(ForwardPath path) throws IOException;

    /**
     * Whether a domain is one of ours; an answer may be some seconds old.
     *
     * @param domain folded
     */
    boolean isOurs(String domain) throws IOException;

    /** Tries a password, now. */
    AuthenticationResult signIn(String login, String password, String clientAddress)
            throws IOException;

    /**
     * Which addresses belong to the account of somebody who signed in, now.
     *
     * @param addresses as they stand in an envelope or a header; one that is no address belongs to
     *     nobody; may be empty, to learn whether the account is active
     */
    SendRights maySendAs(Client.User user, List<String> addresses) throws IOException;

    /** Where an address belongs. */
    sealed interface Resolution {
        /**
         * To one of our accounts.
         *
         * @param account its id
         * @param room octets that its mailbox still takes; empty: without limit
         */
        record Local(String account, OptionalLong room) implements Resolution {}

        /** To nobody, in one of our domains. */
        record UnknownUser() implements Resolution {}

        /** To a domain that is not ours. */
        record Remote() implements Resolution {}
    }

    /** What became of a sign-in. */
    sealed interface AuthenticationResult {
        /**
         * The password is right.
         *
         * @param user whose
         */
        record Granted(Client.User user) implements AuthenticationResult {}

        /** Wrong password or unknown login: nobody is told which. */
        record BadCredentials() implements AuthenticationResult {}

        /** The account may not sign in. */
        record Disabled() implements AuthenticationResult {}

        /** Too many failures or too much at once. */
        record TryLater() implements AuthenticationResult {}
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
