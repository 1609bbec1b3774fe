package posthorn.frontend.api;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.AppendedMessage;
import posthorn.frontend.store.BodyRange;
import posthorn.frontend.store.BodyReader;
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
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.AuthenticateAnswer;
import posthorn.protocol.wire.BodyRequest;
import posthorn.protocol.wire.CommandResult;
import posthorn.protocol.wire.DirectoryGrpc;
import posthorn.protocol.wire.ExecuteRequest;
import posthorn.protocol.wire.FactsAnswer;
import posthorn.protocol.wire.FactsCodec;
import posthorn.protocol.wire.FactsRequest;
import posthorn.protocol.wire.FoundFacts;
import posthorn.protocol.wire.ListAnswer;
import posthorn.protocol.wire.MailboxesGrpc;
import posthorn.protocol.wire.NameClientAnswer;
import posthorn.protocol.wire.NameClientRequest;
import posthorn.protocol.wire.SearchRequest;

/** One client's session with an account: calls of its own, and a share in what the pod watches. */
final class GrpcAccountSession implements AccountSession {
    private final WatchedAccount watched;
    private final String account;
    private final String address;
    private final long accessGeneration;
    private final String signIn;
    private final RetriedCalls calls;
    private final SearchCalls searches;
    private final Supplier<String> keys;
    private final SessionLimits limits;
    private final Runnable left;
    private final ReadingSpans spans;
    private final Set<OpenMailbox> opened = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Runnable> closedListener = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A session.
     *
     * @param answer to the sign-in
     * @param keys gives a new key for each command
     * @param left called once, when the session ends
     * @param spans of what it reads
     */
    GrpcAccountSession(
            WatchedAccount watched,
            AuthenticateAnswer answer,
            RetriedCalls calls,
            SearchCalls searches,
            Supplier<String> keys,
            SessionLimits limits,
            Runnable left,
            ReadingSpans spans) {
        this.watched = watched;
        this.account = answer.getAccount();
        this.address = answer.getAddress();
        this.accessGeneration = answer.getAccessGeneration();
        this.signIn = answer.getSignIn();
        this.calls = calls;
        this.searches = searches;
        this.keys = keys;
        this.limits = limits;
        this.left = left;
        this.spans = spans;
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
    public void nameClient(String name) {
        if (!signIn.isEmpty()) {
            ListenableFuture<NameClientAnswer> unheard =
                    DirectoryGrpc.newFutureStub(calls.channel(account))
                            .withDeadlineAfter(
                                    calls.timeouts().signIn().toNanos(), TimeUnit.NANOSECONDS)
                            .nameClient(
                                    NameClientRequest.newBuilder()
                                            .setAccount(account)
                                            .setSignIn(signIn)
                                            .setClientName(name)
                                            .build());
            unheard.addListener(() -> {}, Runnable::run);
        }
    }

    @Override
    public ReadAheadBudget readAheadBudget() {
        return limits.ahead();
    }

    @Override
    public AccountListing list() {
        ListAnswer answer = reading(watched::list);
        return new AccountListing(
                answer.getMailboxesList().stream().map(watched::head).toList(),
                List.copyOf(answer.getSubscriptionsList()),
                quota(answer));
    }

    private static QuotaUsage quota(ListAnswer answer) {
        return new QuotaUsage(
                answer.getUsed(),
                answer.getQuota(),
                answer.getMailboxesList().stream().mapToLong(head -> head.getMessages()).sum(),
                answer.getQuotaMessages());
    }

    @Override
    public @Nullable OpenMailbox open(long mailbox, Runnable changed) {
        OpenMailbox open = watched.open(mailbox, changed);
        if (open == null) {
            return null;
        }
        OpenMailbox mine = new Opened(open);
        opened.add(mine);
        if (closed.get()) {
            mine.close();
        }
        return mine;
    }

    /** Mailboxes that this session reads. */
    int openMailboxes() {
        return opened.size();
    }

    /** A mailbox that this session reads, until it is closed or the session is. */
    private final class Opened implements OpenMailbox {
        private final OpenMailbox mailbox;

        Opened(OpenMailbox mailbox) {
            this.mailbox = mailbox;
        }

        @Override
        public MessageIndex current() {
            return mailbox.current();
        }

        @Override
        public long recentFrom() {
            return mailbox.recentFrom();
        }

        @Override
        public long takeRecent(long end) {
            return mailbox.takeRecent(end);
        }

        @Override
        public boolean gone() {
            return mailbox.gone();
        }

        @Override
        public void close() {
            opened.remove(this);
            mailbox.close();
        }
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
        return new GrpcMessageAppend(
                calls, header, limits.keptAppend(), limits.appends(), this::seen);
    }

    /**
     * Read to its end before the first is handed on: the client may be slow, the stream may not.
     */
    @Override
    public void facts(long mailbox, UidSet uids, Consumer<MessageFacts> receiver) {
        FactsRequest request =
                FactsRequest.newBuilder()
                        .setAccount(account)
                        .setMailbox(mailbox)
                        .addAllUids(WireCommands.encode(uids))
                        .build();
        List<FoundFacts> found =
                reading(() -> calls.untilAnswered(account, channel -> facts(channel, request)));
        for (FoundFacts facts : found) {
            receiver.accept(
                    new MessageFacts(
                            facts.getUid(),
                            facts.getBody(),
                            facts.getSize(),
                            FactsCodec.structure(facts.getFacts(), facts.getSize())));
        }
    }

    private List<FoundFacts> facts(Channel channel, FactsRequest request) {
        List<FoundFacts> found = new ArrayList<>();
        try (AnswerStream<FactsRequest, FactsAnswer> answers =
                AnswerStream.of(
                        calls.timeouts().call(),
                        observer -> MailboxesGrpc.newStub(channel).facts(request, observer))) {
            for (FactsAnswer answer = answers.next(); answer != null; answer = answers.next()) {
                found.addAll(answer.getFoundList());
            }
        }
        return found;
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
                        .build(),
                spans);
    }

    @Override
    public List<BodyReader> bodies(long mailbox, List<BodyRange> ranges) {
        return GrpcBodies.read(
                calls,
                account,
                mailbox,
                ranges,
                spans,
                range -> body(mailbox, range.uid(), range.body(), range.offset(), range.length()));
    }

    @Override
    public UidSet search(long mailbox, SearchCriterion criterion, BooleanSupplier wanted) {
        SearchRequest request =
                SearchRequest.newBuilder()
                        .setAccount(account)
                        .setMailbox(mailbox)
                        .setKey(WireSearch.encode(criterion))
                        .build();
        return reading(() -> searches.search(account, request, wanted));
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
        watched.onClosed(once, accessGeneration);
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
