package posthorn.ingress.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import posthorn.ingress.access.AccessChecks;
import posthorn.ingress.access.AccessLimits;
import posthorn.ingress.blocklist.BlockList;
import posthorn.ingress.blocklist.BlockLists;
import posthorn.ingress.greylist.Greylisting;
import posthorn.ingress.limits.LimitedEvent;
import posthorn.ingress.limits.RateLimit;
import posthorn.ingress.limits.RateLimits;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.AccessPolicy;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Refusal;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.smtp.ReversePath;

/**
 * The real checks of clients over names and a greylist in memory. Whatever the address of a client
 * is, they take it for one of the Internet.
 */
public final class MemoryAccess {
    /** That address. */
    public static final String CLIENT = "192.0.2.1";

    private final MemoryDns dns = new MemoryDns();
    private final MemoryGreylist greylist = new MemoryGreylist(Duration.ofMinutes(5));
    private final List<AcceptedMessage> accepted = new CopyOnWriteArrayList<>();
    private volatile Instant now;
    private volatile int most;
    private volatile int connections;
    private volatile boolean lists;
    private volatile boolean greylists;
    private volatile AccessPolicy checks = AccessPolicy.open();

    MemoryAccess(Instant now) {
        this.now = now;
    }

    /** The client is on a list from now on. */
    public void list() {
        dns.txt("1.2.0.192.list.test", "https://list.test/why?192.0.2.1")
                .host("1.2.0.192.list.test", "127.0.0.2");
        lists = true;
        make();
    }

    /** From now on hosts that nobody knows are told to come again. */
    public void greylist() {
        greylists = true;
        make();
    }

    /** Ten minutes pass. */
    public void later() {
        now = now.plus(Duration.ofMinutes(10));
        greylist.pass(Duration.ofMinutes(10));
    }

    /** So many messages of a client, so many messages and recipients of a user are taken. */
    public void most(int messages) {
        most = messages;
        make();
    }

    /** So many connections of a client are taken. */
    public void connections(int taken) {
        connections = taken;
        make();
    }

    /** What was said to have been accepted. */
    public List<AcceptedMessage> accepted() {
        return accepted;
    }

    private void make() {
        checks =
                new AccessChecks(
                        limits(connections, most),
                        new RateLimits(1000, () -> now, () -> {}),
                        new BlockLists(
                                () -> dns,
                                lists ? List.of(BlockList.parse("list.test")) : List.of(),
                                1,
                                (zone, answer, detail) -> {}),
                        greylists ? new Greylisting(greylist, Runnable::run) : Greylisting.off());
    }

    private static AccessLimits limits(int connections, int most) {
        Duration hour = Duration.ofHours(1);
        RateLimit none = new RateLimit(LimitedEvent.CONNECTION, 0, hour);
        return new AccessLimits(
                new RateLimit(LimitedEvent.CONNECTION, connections, hour),
                none,
                new RateLimit(LimitedEvent.MESSAGE, most, hour),
                none,
                none,
                List.of(new RateLimit(LimitedEvent.SUBMITTED_MESSAGE, most, hour)),
                List.of(new RateLimit(LimitedEvent.SUBMITTED_RECIPIENT, most, hour)),
                new AccessLimits.Networks(24, 48, List.of()));
    }

    /** For sessions. */
    AccessPolicy policy() {
        return new FromTheInternet();
    }

    private static Client there(Client client) {
        return new Client(CLIENT, client.server(), client.tls(), client.hello(), client.user());
    }

    private final class FromTheInternet implements AccessPolicy {
        @Override
        public Optional<Refusal> connected(Client client) {
            return checks.connected(there(client));
        }

        @Override
        public Optional<Refusal> mail(Client client) {
            return checks.mail(there(client));
        }

        @Override
        public Optional<Refusal> recipient(Client client, Optional<String> account) {
            return checks.recipient(there(client), account);
        }

        @Override
        public boolean looksUp(Client client) {
            return checks.looksUp(there(client));
        }

        @Override
        public Optional<Refusal> admit(Client client, ReversePath sender, ForwardPath recipient)
                throws InterruptedException {
            return checks.admit(there(client), sender, recipient);
        }

        @Override
        public void accepted(AcceptedMessage message) {
            accepted.add(message);
            checks.accepted(message);
        }
    }
}
