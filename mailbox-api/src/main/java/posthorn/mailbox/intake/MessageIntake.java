package posthorn.mailbox.intake;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.Facts;
import posthorn.mailbox.account.NewMessage;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.budget.Permits;
import posthorn.mailbox.tracing.EntryTraces;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.DeliverRequest;
import posthorn.protocol.wire.MessageIds;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.TraceContext;

/** Messages on their way into accounts. Safe for all threads; no call waits. */
public final class MessageIntake {

    private static final String INBOX = "INBOX";

    /**
     * What bounds the messages on their way.
     *
     * @param deliveries memory for messages that are delivered
     * @param uploadMemory memory for messages that clients send
     * @param uploads messages that clients may be sending at once
     * @param mostOctets of one message
     */
    public record Limits(
            OctetBudget deliveries, OctetBudget uploadMemory, Permits uploads, long mostOctets) {}

    private final AccountCache accounts;
    private final TransitBodies transit;
    private final Limits limits;
    private final EntryTraces traces;
    private final Executor parsing;
    private final RandomGenerator random;
    private final InstantSource clock;

    /**
     * @param traces told of deliveries that are part of a trace
     * @param parsing where facts are read
     * @param random cryptographically strong: makes names of bodies
     */
    public MessageIntake(
            AccountCache accounts,
            TransitBodies transit,
            Limits limits,
            EntryTraces traces,
            Executor parsing,
            RandomGenerator random,
            InstantSource clock) {
        this.accounts = accounts;
        this.transit = transit;
        this.limits = limits;
        this.traces = traces;
        this.parsing = parsing;
        this.random = random;
        this.clock = clock;
    }

    TransitBodies transit() {
        return transit;
    }

    OctetBudget uploadMemory() {
        return limits.uploadMemory();
    }

    Permits uploads() {
        return limits.uploads();
    }

    OctetBudget deliveries() {
        return limits.deliveries();
    }

    /**
     * A new name for a transit body of this message.
     *
     * @throws InvalidRequest when that is no id of a message
     */
    TransitBodies.Name transitName(String message) {
        if (!MessageIds.isId(message)) {
            throw new InvalidRequest("'" + message + "' is no id of a message");
        }
        return new TransitBodies.Name(message, MessageIds.random(random));
    }

    /** A new name for a transit body that no message on the log names. */
    TransitBodies.Name ownTransitName() {
        return new TransitBodies.Name(MessageIds.random(random), MessageIds.random(random));
    }

    /**
     * Looks at what a client announces.
     *
     * @throws InvalidRequest when it is larger than a message may be, or something is missing
     */
    void check(AppendHeader header) {
        checkSize(header.getSize());
        if (header.getKey().isEmpty() || header.getAccount().isEmpty()) {
            throw new InvalidRequest("an append needs an account and a key");
        }
    }

    void checkSize(long octets) {
        if (octets < 0 || octets > limits.mostOctets()) {
            throw new InvalidRequest("a message has at most " + limits.mostOctets() + " octets");
        }
    }

    /** Delivers a message to one account, exactly once per key. */
    public Uni<Result> deliver(DeliverRequest request) {
        if (request.getKey().isEmpty() || request.getAccount().isEmpty()) {
            throw new InvalidRequest("a delivery needs an account and a key");
        }
        ByteString prefix = request.getPrefix();
        Delivery to = new Delivery(request.getAccount(), request.getKey(), "");
        arrived(to.account(), to.key(), Span.current().context());
        Arrival arrival = new Arrival(request.getFirstAttempt(), request.getArrived());
        if (request.hasInline()) {
            long octets = (long) prefix.size() + request.getInline().size();
            return limits.deliveries()
                    .lend(
                            request.getAccount(),
                            octets,
                            release -> {
                                byte[] message = joined(prefix, request.getInline());
                                return finalMessage(message, prefix.size(), release)
                                        .flatMap(ready -> deliver(to, arrival, ready, release));
                            });
        }
        TransitBodies.Name name = TransitBodies.Name.parse(request.getTransit());
        return fromTransit(
                limits.deliveries(),
                request.getAccount(),
                prefix,
                name,
                (message, release) ->
                        finalMessage(message, prefix.size(), release)
                                .flatMap(ready -> deliver(to, arrival, ready, release)));
    }

    /**
     * One account that gets a message.
     *
     * @param specialUse of the mailbox that it goes to; empty: INBOX
     */
    record Delivery(String account, String key, String specialUse) {}

    /**
     * When a message came.
     *
     * @param firstAttempt milliseconds since 1970: when its delivery was first tried
     * @param date milliseconds since 1970; 0: now
     */
    record Arrival(long firstAttempt, long date) {}

    /** A message with its facts. */
    record Ready(byte[] octets, Facts facts) {}

    /** What is stored under this key is part of a trace, if there is one. */
    public void arrived(String account, String key, TraceContext trace) {
        traces.arrived(account, key, trace);
    }

    /** Puts a message into one account. */
    Uni<Result> deliver(Delivery to, Arrival arrival, Ready message, Runnable released) {
        return store(
                to.account(),
                message,
                List.of(),
                arrival.date(),
                added ->
                        new Command.Deliver(
                                to.key(), INBOX, to.specialUse(), added, arrival.firstAttempt()),
                released);
    }

    /**
     * Stores what a client appends, and what is in memory already, on whosesoever account.
     *
     * @param released run when nobody holds the octets any more
     */
    public Uni<Result> append(AppendHeader header, byte[] message, Runnable released) {
        return ready(() -> message, released)
                .flatMap(ready ->
                        store(
                                header.getAccount(),
                                ready,
                                header.getFlagsList(),
                                header.getInternalDate(),
                                added ->
                                        new Command.Append(
                                                header.getKey(), header.getMailbox(), added),
                                released));
    }

    /** Puts a message into INBOX that tells the owner how full the account is, if that is so. */
    public Uni<Result> warn(String account, QuotaLevel level, byte[] message) {
        return ready(() -> message, MessageIntake::nothing)
                .flatMap(ready ->
                        store(
                                account,
                                ready,
                                List.of(),
                                0,
                                added -> new Command.WarnOfQuota("", level, added),
                                MessageIntake::nothing));
    }

    private static void nothing() {}

    /**
     * Stores what a client appends and what stands in a transit body already: the client has no say
     * any more in how long that takes, so it has the memory that deliveries have.
     */
    Uni<Result> append(AppendHeader header, TransitBodies.Name name) {
        return fromTransit(
                limits.deliveries(),
                header.getAccount(),
                ByteString.EMPTY,
                name,
                (message, release) -> append(header, message, release));
    }

    /** What is done with a message in memory. */
    @FunctionalInterface
    interface Use<T> {
        /**
         * @param release to be run when nobody holds the octets any more
         */
        Uni<T> of(byte[] message, Runnable release);
    }

    /** Reads a transit body behind a prefix, when there is room for it. */
    <T> Uni<T> fromTransit(
            OctetBudget memory,
            String owner,
            ByteString prefix,
            TransitBodies.Name name,
            Use<T> use) {
        return transit.size(name)
                .flatMap(size ->
                        memory.lend(
                                owner,
                                size + prefix.size(),
                                release ->
                                        collected(prefix, size, transit.get(name, 0, 0))
                                                .onFailure()
                                                .invoke(release)
                                                .flatMap(message -> use.of(message, release))));
    }

    /**
     * The message as it is put into a mailbox, with its facts; read apart from where calls run.
     *
     * @param prepended octets at the beginning that did not come with the message
     */
    Uni<Ready> finalMessage(byte[] octets, int prepended, Runnable release) {
        return ready(() -> FinalDelivery.message(octets, prepended), release);
    }

    private Uni<Ready> ready(Supplier<byte[]> message, Runnable release) {
        return Uni.createFrom()
                .item(() -> {
                    byte[] octets = message.get();
                    return new Ready(octets, FactsReader.read(octets));
                })
                .runSubscriptionOn(parsing)
                .onFailure()
                .invoke(release);
    }

    private Uni<Result> store(
            String account,
            Ready message,
            List<String> flags,
            long date,
            Function<NewMessage, Command> command,
            Runnable released) {
        String body = MessageIds.random(random);
        long internalDate = date == 0 ? clock.millis() : date;
        NewMessage added =
                new NewMessage(body, message.octets().length, internalDate, flags, message.facts());
        Command adding = command.apply(added);
        traces.body(account, adding.key(), body);
        return accounts.execute(
                account, adding, List.of(ByteBuffer.wrap(message.octets())), released);
    }

    private static byte[] joined(ByteString prefix, ByteString body) {
        byte[] message = new byte[prefix.size() + body.size()];
        prefix.copyTo(message, 0);
        body.copyTo(message, prefix.size());
        return message;
    }

    private static Uni<byte[]> collected(ByteString prefix, long size, Multi<ByteBuffer> octets) {
        byte[] message = new byte[Math.toIntExact(prefix.size() + size)];
        prefix.copyTo(message, 0);
        ByteBuffer rest = ByteBuffer.wrap(message, prefix.size(), (int) size);
        return octets.onItem()
                .invoke(part -> rest.put(part.duplicate()))
                .collect()
                .last()
                .map(last -> {
                    if (rest.hasRemaining()) {
                        throw new IllegalStateException("a body in transit is not whole");
                    }
                    return message;
                });
    }
}
