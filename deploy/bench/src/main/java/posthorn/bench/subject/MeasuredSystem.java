package posthorn.bench.subject;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import posthorn.bench.client.SmtpClient;
import posthorn.bench.measure.Counts;

/**
 * A mail server on this machine that is measured. Its ports take plain text, and mail for its
 * accounts comes in without a sign-in, as from another server.
 */
public interface MeasuredSystem extends AutoCloseable {

    /** Short, for tables. */
    String name();

    /** Port of SMTP as between servers. */
    int smtp();

    /** Port of IMAP without TLS, where one may sign in all the same. */
    int imap();

    /** Port of IMAP with TLS from the start. */
    int imaps();

    /** Port of POP3 without TLS, where one may sign in all the same. */
    int pop3();

    /**
     * The first so many accounts; made when they are missing.
     *
     * @throws IllegalStateException when the server cannot make them
     */
    List<Account> accounts(int count);

    /**
     * A connection that may send mail of this account to other servers.
     *
     * @throws IOException when it is refused
     */
    SmtpClient relaying(Account account) throws IOException;

    /**
     * Stops and starts again with everything it has stored.
     *
     * @return from the start to ready, in seconds; empty: it cannot be done here
     */
    OptionalDouble restart();

    /** Processes of the server whose descendants are its own, too. */
    Collection<Long> processes();

    /** Processes by what they are a part of, where that is told apart; empty: it is not. */
    default Map<String, List<Long>> parts() {
        return Map.of();
    }

    /** What its store and log have done; empty: it does not say. */
    Optional<Counts> counts();

    /** How many deliveries to mailboxes, or to other servers, have been made since the start. */
    long delivered();

    /** Has the server give back memory that it does not need, where it can be asked to. */
    void tidy();

    /**
     * Memory in KiB of what the server holds now: all of its memory, but of a heap that is
     * collected only what is used.
     */
    double heldKib();

    /** Kills nothing that it has not started. */
    @Override
    void close();
}
