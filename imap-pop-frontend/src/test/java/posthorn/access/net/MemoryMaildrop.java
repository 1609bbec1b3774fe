package posthorn.access.net;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.access.store.AccountView;
import posthorn.access.store.Accounts;
import posthorn.access.store.Appending;
import posthorn.access.store.BodyReader;
import posthorn.access.store.FlagNames;
import posthorn.access.store.IndexBuilder;
import posthorn.access.store.MailboxHead;
import posthorn.access.store.MessageFacts;
import posthorn.access.store.MessageIndex;
import posthorn.access.store.NewMessage;
import posthorn.access.store.OpenMailbox;
import posthorn.access.store.Outcome;
import posthorn.access.store.ReadAheadRoom;
import posthorn.access.store.SearchCriterion;
import posthorn.access.store.SignIn;
import posthorn.access.store.StoreCommand;
import posthorn.access.store.StoreUnavailableException;
import posthorn.access.store.UidSet;

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
    private final ReadAheadRoom aheadRoom = new ReadAheadRoom(1 << 20);
    private @Nullable String lock;
    private boolean away;

    MemoryMaildrop(List<byte[]> messages) {
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

    /** From now on nothing is answered, or all is again. */
    synchronized void setAway(boolean now) {
        away = now;
    }

    private synchronized void requireThere() {
        if (away) {
            throw new StoreUnavailableException("away");
        }
    }

    @Override
    public SignIn signIn(String login, String password, String protocol, String clientAddress) {
        requireThere();
        if (login.equals("disabled@example.test")) {
            return new SignIn.Refused(SignIn.Reason.DISABLED);
        }
        return login.equals(LOGIN) && password.equals(PASSWORD)
                ? new SignIn.Accepted(new View())
                : new SignIn.Refused(SignIn.Reason.BAD_CREDENTIALS);
    }

    private synchronized Outcome run(StoreCommand command) {
        requireThere();
        return switch (command) {
            case StoreCommand.LockMaildrop(String token) -> {
                if (lock != null && !lock.equals(token)) {
                    yield new Outcome.Refused(Outcome.Refusal.IN_USE, "locked");
                }
                lock = token;
                yield Outcome.Done.PLAIN;
            }
            case StoreCommand.UnlockMaildrop(String token) -> {
                lock = token.equals(lock) ? null : lock;
                yield Outcome.Done.PLAIN;
            }
            case StoreCommand.EmptyMaildrop(String token, UidSet uids) -> {
                if (!token.equals(lock)) {
                    yield new Outcome.Refused(Outcome.Refusal.NOT_LOCKED, "not locked");
                }
                uids.forEach(messages::remove);
                lock = null;
                yield Outcome.Done.PLAIN;
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

    private final class View implements AccountView {
        @Override
        public String id() {
            return "account";
        }

        @Override
        public String address() {
            return LOGIN;
        }

        @Override
        public ReadAheadRoom aheadRoom() {
            return aheadRoom;
        }

        @Override
        public AccountListing list() {
            requireThere();
            return new AccountListing(List.of(head()), List.of());
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
                public boolean gone() {
                    return false;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Outcome execute(StoreCommand command) {
            return run(command);
        }

        @Override
        public Appending append(NewMessage message) {
            throw new UnsupportedOperationException("not POP3");
        }

        @Override
        public void facts(long mailbox, UidSet uids, Consumer<MessageFacts> receiver) {
            throw new UnsupportedOperationException("not POP3");
        }

        @Override
        public BodyReader body(long mailbox, long uid, String body, long offset, long length) {
            return new Pieces(uid);
        }

        @Override
        public UidSet search(long mailbox, SearchCriterion criterion) {
            throw new UnsupportedOperationException("not POP3");
        }

        @Override
        public void onClosed(Runnable closed) {}

        @Override
        public void close() {}
    }

    private final class Pieces implements BodyReader {
        private final long uid;
        private int at;

        Pieces(long uid) {
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
