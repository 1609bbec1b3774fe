package posthorn.ingress.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import posthorn.ingress.memory.SessionFixture;
import posthorn.ingress.transcript.Wire;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.runtime.signin.TestSignIns;

/** A session without a socket: what is sent comes in pieces of one size. */
public final class MemoryWire implements Wire {
    private static final String TLS = "TLSv1.3 TLS_AES_128_GCM_SHA256";

    private static final SaslOffer OFFER = SaslOffer.of(TestSignIns.MECHANISMS);

    private final SmtpSession session;
    private final SessionFixture fixture;
    private final int piece;
    private final Queue<String> lines = new ArrayDeque<>();
    private final List<SessionEvent> events = new ArrayList<>();
    private byte[] rest = new byte[0];
    private Duration deadline = Duration.ofDays(1);
    private boolean closed;

    /** A client that has connected. */
    public MemoryWire(Role role, SmtpSessionSettings settings, SessionFixture fixture, int piece) {
        Optional<String> tls = role == Role.SUBMISSIONS ? Optional.of(TLS) : Optional.empty();
        Client client = Client.connected("192.0.2.1", "192.0.2.2", tls);
        this.session =
                new SmtpSession(
                        settings,
                        role,
                        client,
                        new SessionOffers(
                                role != Role.SUBMISSIONS,
                                fixture.xclient(),
                                role == Role.SUBMISSIONS ? OFFER : SaslOffer.NONE),
                        fixture.resources(),
                        fixture.memory().share("192.0.2.1"));
        this.fixture = fixture;
        this.piece = piece;
        run(session.opened());
    }

    @Override
    public void send(byte[] octets) {
        for (int at = 0; at < octets.length; at += piece) {
            arrive(Arrays.copyOfRange(octets, at, Math.min(octets.length, at + piece)));
        }
    }

    /** As the connection code does it: what is left over comes again in front of what follows. */
    private void arrive(byte[] octets) {
        byte[] all = Arrays.copyOf(rest, rest.length + octets.length);
        System.arraycopy(octets, 0, all, rest.length, octets.length);
        ByteBuffer in = ByteBuffer.wrap(all);
        int before;
        do {
            before = in.remaining();
            run(session.received(in));
        } while (in.hasRemaining() && in.remaining() < before && !closed);
        rest = new byte[in.remaining()];
        in.get(rest);
    }

    private void run(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Say(var reply) -> lines.addAll(reply.encode().lines().toList());
                case Action.StartTls(var reply) -> lines.addAll(reply.encode().lines().toList());
                case Action.Ask<?> ask -> perform(ask);
                case Action.Tell(var event) -> events.add(event);
                case Action.Attribute(var client) ->
                        run(session.attributed(client, fixture.memory().share(client.address())));
                case Action.Deadline(var limit) -> deadline = limit;
                case Action.ExtendDeadline(var more, var most) -> {
                    Duration longer = deadline.plus(more);
                    deadline = longer.compareTo(most) > 0 ? most : longer;
                }
                case Action.Close close -> closed = true;
            }
        }
    }

    private <A> void perform(Action.Ask<A> ask) {
        A answer;
        try {
            answer = ask.call().perform(fixture.ports());
        } catch (IOException e) {
            run(session.failed(ask));
            return;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        run(session.answered(ask, answer));
    }

    @Override
    public String line() {
        String line = lines.poll();
        if (line == null) {
            throw new IllegalStateException("the server says nothing");
        }
        return line;
    }

    @Override
    public void startTls() {
        rest = new byte[0];
        run(session.secured(TLS, OFFER));
    }

    @Override
    public void beSilent() {
        run(session.timedOut());
    }

    @Override
    public boolean isClosed() {
        return closed && lines.isEmpty();
    }

    /** Time goes by without anything coming in; the deadline passes or comes nearer. */
    void pass(Duration time) {
        deadline = deadline.minus(time);
        if (!deadline.isPositive()) {
            run(session.timedOut());
        }
    }

    /** The server goes down. */
    void goDown() {
        run(session.closing());
    }

    /** The sign-in counts no longer. */
    void accessEnds() {
        run(session.accessEnded());
    }

    /** Whether the server has closed, read or not. */
    boolean closed() {
        return closed;
    }

    /** Whether the server has said something with these words that nobody has read. */
    boolean unreadContains(String words) {
        return lines.stream().anyMatch(line -> line.contains(words));
    }

    /** The client leaves. */
    public void leave() {
        session.closed();
    }

    /** What was told to log and counters. */
    public List<SessionEvent> events() {
        return events;
    }

    /** All that the server has said and nobody has read. */
    public List<String> unread() {
        List<String> unread = List.copyOf(lines);
        lines.clear();
        return unread;
    }
}
