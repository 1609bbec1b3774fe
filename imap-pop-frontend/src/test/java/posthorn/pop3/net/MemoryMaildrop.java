package posthorn.pop3.net;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.AppendedMessage;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.FlagNames;
import posthorn.frontend.store.IndexBuilder;
import posthorn.frontend.store.MailboxHead;
import posthorn.frontend.store.MemoryAccounts;
import posthorn.frontend.store.MessageAppend;
import posthorn.frontend.store.MessageFacts;
import posthorn.frontend.store.MessageIndex;
import posthorn.frontend.store.OpenMailbox;
import posthorn.frontend.store.QuotaUsage;
import posthorn.frontend.store.ReadAheadBudget;
import posthorn.frontend.store.SearchCriterion;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.frontend.store.UidSet;
import posthorn.protocol.sasl.ScramChallenge;
import posthorn.protocol.signin.SignInAttempt;

/**
 * One account with an INBOX, as far as POP3 goes: alice@example.test with the password "secret
 * word". Any thread.
 */
final class MemoryMaildrop implements Accounts {
    static final String LOGIN = "alice@example.test";
    static final String PASSWORD = "secret word";
    private static final long INBOX = 1;
    private static final long UID_VALIDITY = 7;
    private static final int PIECE = 1000;

    private final TreeMap<Long, byte[]> messages = new TreeMap<>();
    private final ReadAheadBudget readAheadBudget = new ReadAheadBudget(1 << 20);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final MemoryAccounts doors = new MemoryAccounts();
    private @Nullable String lock;
    private boolean away;

    MemoryMaildrop(List<byte[]> messages) {
        doors.add(LOGIN, PASSWORD);
        doors.add("disabled@example.test", PASSWORD).disable();
        long uid = 0;
        for (byte[] message : messages) {
            uid += 2;
            this.messages.put(uid, message);
        }
    }

    /** UIDs of what INBOX has. */
    synchronized List<Long> uids() {
        return List.copyOf(messages.keySet());
    }

    /** Token of the session that has the lock; null: nobody has. */
    synchronized @Nullable String lock() {
        return lock;
    }

    synchronized void lockFor(@Nullable String other) {
        lock = other;
    }

    synchronized void expunge(long uid) {
        messages.remove(uid);
    }

    /** The account is disabled: its sessions end. */
    void disable() {
        listeners.forEach(Runnable::run);
    }

    /** From now on nothing is answered, or all is again. */
    synchronized void setAway(boolean now) {
        away = now;
    }

    private synchronized void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away");
        }
    }

    /** Who may come in is what the memory accounts say; what is inside is this maildrop. */
    @Override
    public AuthenticationResult signIn(SignInAttempt attempt) {
        requireThere();
        return switch (doors.signIn(attempt)) {
            case AuthenticationResult.Accepted(AccountSession session, var serverSignature) -> {
                session.close();
                yield new AuthenticationResult.Accepted(new View(), serverSignature);
            }
            case AuthenticationResult.Refused refused -> refused;
            case AuthenticationResult.TooManySessions full -> full;
        };
    }

    @Override
    public ScramChallenge beginScram(String login) {
        requireThere();
        return doors.beginScram(login);
    }

    private synchronized StoreResult run(StoreCommand command) {
        requireThere();
        return switch (command) {
            case StoreCommand.LockMaildrop(String token) -> {
                if (lock != null && !lock.equals(token)) {
                    yield new StoreResult.Refused(StoreResult.Reason.IN_USE, "locked");
                }
                lock = token;
                yield StoreResult.Done.PLAIN;
            }
            case StoreCommand.UnlockMaildrop(String token) -> {
                lock = token.equals(lock) ? null : lock;
                yield StoreResult.Done.PLAIN;
            }
            case StoreCommand.EmptyMaildrop(String token, UidSet uids) -> {
                if (!token.equals(lock)) {
                    yield new StoreResult.Refused(StoreResult.Reason.NOT_LOCKED, "not locked");
                }
                uids.forEach(messages::remove);
                lock = null;
                yield StoreResult.Done.PLAIN;
            }
            default -> throw new UnsupportedOperationException("not POP3: " + command);
        };
    }

    private synchronized MessageIndex index() {
        IndexBuilder rows =
                MessageIndex.builder(head(), FlagNames.SYSTEM.names(), FlagNames.SYSTEM);
        for (Map.Entry<Long, byte[]> message : messages.entrySet()) {
            rows.row(message.getKey(), 0, 1, message.getValue().length, 0);
        }
        return rows.build();
    }

    private MailboxHead head() {
        return new MailboxHead(INBOX, "INBOX", UID_VALIDITY, 1000, 0, 0, 1, 1, "", 0);
    }

    private synchronized byte[] octets(long uid) {
        requireThere();
        byte[] octets = messages.get(uid);
        if (octets == null) {
            throw new BodyReader.MessageGoneException("gone");
        }
        return octets;
    }

    private final class View implements AccountSession {
        @Override
        public void nameClient(String name) {}

        @Override
        public String id() {
            return "account";
        }

        @Override
        public String address() {
            return LOGIN;
        }

        @Override
        public ReadAheadBudget readAheadBudget() {
            return readAheadBudget;
        }

        @Override
        public AccountListing list() {
            requireThere();
            return new AccountListing(List.of(head()), List.of(), new QuotaUsage(0, 0, 0, 0));
        }

        @Override
        public OpenMailbox open(long mailbox, Runnable changed) {
            MessageIndex index = index();
            return new OpenMailbox() {
                @Override
                public MessageIndex current() {
                    return index;
                }

                @Override
                public long recentFrom() {
                    return index.recentFrom();
                }

                @Override
                public long takeRecent(long end) {
                    return index.recentFrom();
                }

                @Override
                public boolean gone() {
                    return false;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public StoreResult execute(StoreCommand command) {
            return run(command);
        }

        @Override
        public MessageAppend append(AppendedMessage message) {
            throw new UnsupportedOperationException("not POP3");
        }

        @Override
        public void facts(long mailbox, UidSet uids, Consumer<MessageFacts> receiver) {
            throw new UnsupportedOperationException("not POP3");
        }

        @Override
        public BodyReader body(long mailbox, long uid, String body, long offset, long length) {
            return new MessageReader(uid);
        }

        @Override
        public UidSet search(long mailbox, SearchCriterion criterion, BooleanSupplier wanted) {
            throw new UnsupportedOperationException("not POP3");
        }

        @Override
        public void onClosed(Runnable closed) {
            listeners.add(closed);
        }

        @Override
        public void close() {}
    }

    private final class MessageReader implements BodyReader {
        private final long uid;
        private int at;

        MessageReader(long uid) {
            this.uid = uid;
        }

        @Override
        public byte @Nullable [] next() {
            byte[] octets = octets(uid);
            if (at == octets.length) {
                return null;
            }
            int end = Math.min(octets.length, at + PIECE);
            byte[] piece = java.util.Arrays.copyOfRange(octets, at, end);
            at = end;
            return piece;
        }

        @Override
        public void close() {}
    }
}
