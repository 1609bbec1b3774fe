package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.rest.access.Access;
import posthorn.protocol.wire.MessageIds;

/** The account that a request is about, its mailboxes, and commands to it. */
@Singleton
public final class MailboxAccess {

    private static final int LONGEST_KEY = 128;

    private final Access access;
    private final AccountCache accounts;
    private final SecureRandom random = new SecureRandom();

    @Inject
    MailboxAccess(Access access, AccountCache accounts) {
        this.access = access;
        this.accounts = accounts;
    }

    /** Account that a path names, for who may ask about it. */
    Uni<AddressEntry.Account> account(String address) {
        return access.account(address);
    }

    /** Its newest state. */
    Uni<AccountState> state(String address) {
        return account(address).flatMap(account -> accounts.current(account.account()));
    }

    /** The mailbox of an id. */
    static Mailbox mailbox(AccountState state, String id) {
        Mailbox mailbox = state.mailbox(number(id));
        if (mailbox == null) {
            throw new NoSuchElementException("there is no mailbox " + id);
        }
        return mailbox;
    }

    /** Number of a mailbox, 0 when that is none. */
    static long number(String id) {
        try {
            return Math.max(0, Long.parseLong(id));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** Does a command, or says why not. */
    Uni<CommandOutcome.Done> execute(String account, Command command) {
        return accounts.execute(account, command).map(MailProblems::done);
    }

    /**
     * Key of a command: what is repeated under it is done once.
     *
     * @param given field Idempotency-Key; null: nobody repeats it
     * @param step what of a request the command does
     */
    String key(@Nullable String given, String step) {
        if (given == null || given.isEmpty()) {
            return "rest/" + MessageIds.random(random);
        }
        if (given.length() > LONGEST_KEY || !given.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw MailProblems.invalid(
                            "The Idempotency-Key is no word of up to "
                                    + LONGEST_KEY
                                    + " printable ASCII characters.",
                            "Use a UUID.")
                    .exception();
        }
        return "rest/" + given + "/" + step;
    }
}
