package posthorn.mailbox.intake;

import com.google.protobuf.ByteString;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.NewMessage;
import posthorn.mailbox.account.Result;
import posthorn.mailbox.accountcache.AccountCache;
import posthorn.mailbox.accountcache.OctetBudget;
import posthorn.mailbox.accountcache.Transit;
import posthorn.protocol.wire.AppendHeader;
import posthorn.protocol.wire.DeliverRequest;
import posthorn.protocol.wire.MessageIds;

/** Messages on their way into accounts. Safe for all threads; no call waits. */
public final class MessageIntake {

    private static final String INBOX = "INBOX";

    /**
     * Octets of a body in transit that are in memory while it comes in: of a chunk and the next.
     */
    private static final long TRANSIT_ROOM = 2 * 1024 * 1024;

    private final AccountCache accounts;
    private final Transit transit;
    private final OctetBudget memory;
    private final Executor parsing;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final long mostOctets;

    /**
     * @param parsing where facts are read
     * @param random cryptographically strong: makes names of bodies
     * @param mostOctets of a message
     */
    public MessageIntake(
            AccountCache accounts,
            Transit transit,
            OctetBudget memory,
            Executor parsing,
            RandomGenerator random,
            InstantSource clock,
            long mostOctets) {
        this.accounts = accounts;
        this.transit = transit;
        this.memory = memory;
        this.parsing = parsing;
        this.random = random;
        this.clock = clock;
        this.mostOctets = mostOctets;
    }

    /**
     * A new name for a transit body.
     *
     * @throws IllegalArgumentException when that is no id of a message
     */
    public Transit.Name transitName(String message) {
        if (!MessageIds.isId(message)) {
            throw new IllegalArgumentException("'" + message + "' is no id of a message");
        }
        return new Transit.Name(message, MessageIds.random(random));
    }

    /** Room for a body in transit, before its first octet is asked for. */
    public Uni<OctetBudget.Lease> transitRoom() {
        return memory.lease(TRANSIT_ROOM);
    }

    /** Delivers a message, exactly once per key. */
    public Uni<Result> deliver(DeliverRequest request) {
        if (request.getKey().isEmpty() || request.getAccount().isEmpty()) {
            throw new IllegalArgumentException("a delivery needs an account and a key");
        }
        if (request.hasInline()) {
            long octets = (long) request.getPrefix().size() + request.getInline().size();
            return memory.within(
                    octets,
                    () -> deliver(request, joined(request.getPrefix(), request.getInline())));
        }
        Transit.Name name = Transit.Name.parse(request.getTransit());
        return transit.size(name)
                .flatMap(size ->
                        memory.within(
                                2 * (size + request.getPrefix().size()),
                                () ->
                                        collected(request.getPrefix(), size, transit.get(name))
                                                .flatMap(message -> deliver(request, message))));
    }

    private Uni<Result> deliver(DeliverRequest request, byte[] message) {
        return store(
                request.getAccount(),
                message,
                List.of(),
                request.getArrived(),
                added ->
                        new Command.Deliver(
                                request.getKey(), INBOX, added, request.getFirstAttempt()));
    }

    /** Stores what a client appends; the octets are those that the header announced. */
    public Uni<Result> append(AppendHeader header, byte[] message) {
        return store(
                header.getAccount(),
                message,
                header.getFlagsList(),
                header.getInternalDate(),
                added -> new Command.Append(header.getKey(), header.getMailbox(), added));
    }

    /**
     * Room for a message that is announced, before it comes.
     *
     * @throws IllegalArgumentException when it is larger than a message may be, or the header lacks
     *     something
     */
    public Uni<OctetBudget.Lease> room(AppendHeader header) {
        if (header.getSize() > mostOctets) {
            throw new IllegalArgumentException("a message has at most " + mostOctets + " octets");
        }
        if (header.getKey().isEmpty() || header.getAccount().isEmpty()) {
            throw new IllegalArgumentException("an append needs an account and a key");
        }
        return memory.lease(header.getSize());
    }

    private Uni<Result> store(
            String account,
            byte[] message,
            List<String> flags,
            long date,
            Function<NewMessage, Command> command) {
        String body = MessageIds.random(random);
        long internalDate = date == 0 ? clock.millis() : date;
        return Uni.createFrom()
                .item(() -> FactsReader.read(message))
                .runSubscriptionOn(parsing)
                .flatMap(facts ->
                        accounts.execute(
                                account,
                                command.apply(
                                        new NewMessage(
                                                body, message.length, internalDate, flags, facts)),
                                body,
                                List.of(ByteBuffer.wrap(message))));
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
