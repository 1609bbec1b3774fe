package posthorn.frontend.store;

import java.io.ByteArrayOutputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.BodyReader.MessageGoneException;
import posthorn.protocol.mime.MessageStructure;

/** A session with an account in memory. */
final class MemoryAccountSession implements AccountSession {

    private static final int PIECE = 64 * 1024;

    private final MemoryAccount account;
    private @Nullable Runnable listener;
    private boolean ended;
    private final Set<OpenMailbox> opened = ConcurrentHashMap.newKeySet();

    MemoryAccountSession(MemoryAccount account) {
        this.account = account;
        account.entered();
    }

    @Override
    public String id() {
        return account.address();
    }

    @Override
    public String address() {
        return account.address();
    }

    @Override
    public ReadAheadBudget readAheadBudget() {
        return account.readAheadBudget();
    }

    @Override
    public void nameClient(String name) {}

    @Override
    public AccountListing list() {
        account.requireThere();
        return account.list();
    }

    @Override
    public @Nullable OpenMailbox open(long mailbox, Runnable changed) {
        account.requireThere();
        MemoryMailbox found = account.byId(mailbox);
        if (found == null) {
            return null;
        }
        OpenMailbox open = found.open(changed);
        opened.add(open);
        return open;
    }

    @Override
    public StoreResult execute(StoreCommand command) {
        account.requireThere();
        return account.execute(command);
    }

    @Override
    public MessageAppend append(AppendedMessage message) {
        account.requireThere();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        return new MessageAppend() {
            @Override
            public boolean write(byte[] piece, int offset, int length) {
                account.requireThere();
                octets.write(piece, offset, length);
                return true;
            }

            @Override
            public StoreResult finish() {
                account.requireThere();
                if (octets.size() != message.octets()) {
                    throw new IllegalStateException("not as long as announced");
                }
                return account.append(message, octets.toByteArray());
            }

            @Override
            public void close() {
                octets.reset();
            }
        };
    }

    @Override
    public void facts(long mailbox, UidSet uids, Consumer<MessageFacts> receiver) {
        account.requireThere();
        MemoryMailbox found = account.byId(mailbox);
        if (found == null) {
            return;
        }
        found.index()
                .present(uids)
                .forEach(uid -> {
                    byte[] body = found.body(uid);
                    receiver.accept(
                            new MessageFacts(uid, "", body.length, MessageStructure.parse(body)));
                });
    }

    @Override
    public BodyReader body(long mailbox, long uid, String body, long offset, long length) {
        account.requireThere();
        MemoryMailbox found = account.byId(mailbox);
        byte[] range = found == null || !found.has(uid) ? null : found.range(uid, offset, length);
        int[] at = {0};
        return new BodyReader() {
            @Override
            public byte @Nullable [] next() {
                account.requireThere();
                if (range == null) {
                    throw new MessageGoneException("gone");
                }
                int from = at[0];
                at[0] = Math.min(range.length, from + PIECE);
                return from == range.length
                        ? null
                        : java.util.Arrays.copyOfRange(range, from, at[0]);
            }

            @Override
            public void close() {
                at[0] = 0;
            }
        };
    }

    @Override
    public UidSet search(long mailbox, SearchCriterion criterion, BooleanSupplier wanted) {
        account.requireThere();
        if (!wanted.getAsBoolean()) {
            throw new SearchRefusedException(SearchRefusedException.Reason.NOT_WANTED);
        }
        MemoryMailbox found = account.byId(mailbox);
        return found == null ? UidSet.EMPTY : new MemorySearch(found).find(criterion);
    }

    @Override
    public void onClosed(Runnable closed) {
        account.requireThere();
        listener = closed;
        account.onClosed(closed);
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            opened.forEach(OpenMailbox::close);
            account.left(listener);
        }
    }
}
