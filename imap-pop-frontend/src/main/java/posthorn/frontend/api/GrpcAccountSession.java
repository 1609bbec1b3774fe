package posthorn.frontend.api;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.AppendedMessage;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.MessageAppend;
import posthorn.frontend.store.MessageFacts;
import posthorn.frontend.store.OpenMailbox;
import posthorn.frontend.store.ReadAheadBudget;
import posthorn.frontend.store.SearchCriterion;
import posthorn.frontend.store.StoreCommand;
import posthorn.frontend.store.StoreResult;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.frontend.store.UidSet;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.ExecuteRequest;
import posthorn.protocol.wire.FactsAnswer;
import posthorn.protocol.wire.FactsCodec;
import posthorn.protocol.wire.FactsRequest;
import posthorn.protocol.wire.FoundFacts;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.SearchRequest;

/** One session's view of an account: calls of its own, and a share in what the pod watches. */
final class GrpcAccountSession implements AccountSession {
    private final WatchedAccount watched;
    private final String account;
    private final String address;
    private final RetriedCalls calls;
    private final Supplier<String> keys;
    private final SessionLimits limits;
    private final Runnable left;
    private final Set<OpenMailbox> opened = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Runnable> closedListener = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A session.
     *
     * @param keys gives a new key for each command
     * @param left called once, when the session ends
     */
    GrpcAccountSession(
            WatchedAccount watched,
            String account,
            String address,
            RetriedCalls calls,
            Supplier<String> keys,
            SessionLimits limits,
            Runnable left) {
        this.watched = watched;
        this.account = account;
        this.address = address;
        this.calls = calls;
        this.keys = keys;
        this.limits = limits;
        this.left = left;
    }

    @Override
    public String id() {
        return account;
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public ReadAheadBudget readAheadBudget() {
        return limits.ahead();
    }

    @Override
    public AccountListing list() {
        ListAnswer answer = reading(watched::list);
        return new AccountListing(
                answer.getMailboxesList().stream().map(WireRows::decode).toList(),
                List.copyOf(answer.getSubscriptionsList()));
    }

    @Override
    public @Nullable OpenMailbox open(long mailbox, Runnable changed) {
        OpenMailbox open = watched.open(mailbox, changed);
        if (open != null) {
            opened.add(open);
            if (closed.get()) {
                open.close();
            }
        }
        return open;
    }

    @Override
    public StoreResult execute(StoreCommand command) {
        ExecuteRequest request = WireCommands.encode(account, keys.get(), command);
        return seen(
                reading(() ->
                        calls.untilAnswered(account, channel -> stub(channel).execute(request))));
    }

    private StoreResult seen(CommandResult result) {
        watched.awaitOwn(result.getN());
        return WireCommands.decode(result);
    }

    private MailboxesGrpc.MailboxesBlockingStub stub(Channel channel) {
        return MailboxesGrpc.newBlockingStub(channel)
                .withDeadlineAfter(calls.timeouts().call().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static <T> T reading(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw new StoreUnavailableException("mailbox-api: " + e.getMessage(), e);
        }
    }

    @Override
    public MessageAppend append(AppendedMessage message) {
        AppendHeader header =
                AppendHeader.newBuilder()
                        .setAccount(account)
                        .setKey(keys.get())
                        .setMailbox(message.mailbox())
                        .addAllFlags(message.flags())
                        .setInternalDate(message.internalDate())
                        .setSize(message.octets())
                        .build();
        return new GrpcMessageAppend(calls, header, limits.keptAppend(), this::seen);
    }

    @Override
    public void facts(long mailbox, UidSet uids, Consumer<MessageFacts> receiver) {
        UidSet[] rest = {uids};
        reading(() ->
                calls.untilAnswered(
                        account,
                        channel -> {
                            if (rest[0].isEmpty()) {
                                return true;
                            }
                            FactsRequest request =
                                    FactsRequest.newBuilder()
                                            .setAccount(account)
                                            .setMailbox(mailbox)
                                            .addAllUids(WireCommands.encode(rest[0]))
                                            .build();
                            readFacts(
                                    channel,
                                    request,
                                    facts -> {
                                        receiver.accept(facts);
                                        rest[0] = after(rest[0], facts.uid());
                                    });
                            return true;
                        }));
    }

    private void readFacts(Channel channel, FactsRequest request, Consumer<MessageFacts> receiver) {
        try (AnswerStream<FactsRequest, FactsAnswer> pieces =
                AnswerStream.of(
                        calls.timeouts().call(),
                        observer -> MailboxesGrpc.newStub(channel).facts(request, observer))) {
            for (FactsAnswer answer = pieces.next(); answer != null; answer = pieces.next()) {
                for (FoundFacts found : answer.getFoundList()) {
                    receiver.accept(
                            new MessageFacts(
                                    found.getUid(),
                                    found.getBody(),
                                    found.getSize(),
                                    FactsCodec.structure(found.getFacts(), found.getSize())));
                }
            }
        }
    }

    private static UidSet after(UidSet uids, long uid) {
        UidSet.Builder rest = UidSet.builder();
        for (int i = 0; i < uids.ranges(); i++) {
            rest.add(Math.max(uids.first(i), uid + 1), uids.last(i));
        }
        return rest.build();
    }

    @Override
    public BodyReader body(long mailbox, long uid, String body, long offset, long length) {
        return new GrpcBody(
                calls,
                BodyRequest.newBuilder()
                        .setAccount(account)
                        .setMailbox(mailbox)
                        .setUid(uid)
                        .setBody(body)
                        .setOffset(offset)
                        .setLength(length)
                        .build());
    }

    @Override
    public List<BodyReader> bodies(long mailbox, List<BodyRange> ranges) {
        return GrpcBodies.read(
                calls,
                account,
                mailbox,
                ranges,
                range -> body(mailbox, range.uid(), range.body(), range.offset(), range.length()));
    }

    @Override
    public UidSet search(long mailbox, SearchCriterion criterion) {
        SearchRequest request =
                SearchRequest.newBuilder()
                        .setAccount(account)
                        .setMailbox(mailbox)
                        .setKey(WireSearch.encode(criterion))
                        .build();
        return reading(() ->
                WireCommands.decode(
                        calls.untilAnswered(account, channel -> stub(channel).search(request))
                                .getUidsList()));
    }

    @Override
    public void onClosed(Runnable listener) {
        AtomicBoolean told = new AtomicBoolean();
        Runnable once =
                () -> {
                    if (told.compareAndSet(false, true)) {
                        listener.run();
                    }
                };
        forget(closedListener.getAndSet(once));
        watched.onClosed(once);
    }

    private void forget(@Nullable Runnable listener) {
        if (listener != null) {
            watched.forget(listener);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            opened.forEach(OpenMailbox::close);
            forget(closedListener.getAndSet(null));
            left.run();
        }
    }
}
