package posthorn.e2e.image;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import posthorn.e2e.dns.DnsServer;
import posthorn.e2e.load.MixedLoad;
import posthorn.e2e.sink.SinkAction;
import posthorn.e2e.sink.SinkPhase;
import posthorn.e2e.sink.SinkRule;
import posthorn.e2e.sink.SinkServer;

/**
 * What is around a system that runs where there is no network: a name server, and a host to which
 * mail is relayed and that does not know everybody.
 */
final class Outside implements AutoCloseable {

    private static final int RELAYED = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DnsServer dns;
    private final SinkServer host;

    private Outside(DnsServer dns, SinkServer host) {
        this.dns = dns;
        this.host = host;
    }

    /**
     * Starts both.
     *
     * @param mail folder for the mail that the host takes
     */
    static Outside start(Path mail) throws IOException {
        Outside outside = new Outside(DnsServer.start(), SinkServer.start(mail));
        outside.dns
                .zones()
                .mx(MixedLoad.REMOTE_DOMAIN, 10, "mx." + MixedLoad.REMOTE_DOMAIN)
                .address("mx." + MixedLoad.REMOTE_DOMAIN, "127.0.0.1");
        outside.host.rule(
                new SinkRule(
                        SinkPhase.RCPT,
                        path -> path.startsWith("never."),
                        SinkAction.reply(550, "5.1.1 nobody of that name"),
                        Integer.MAX_VALUE));
        return outside;
    }

    /** Settings of a system that knows nothing else. */
    List<String> settings() {
        return List.of(
                "-Dposthorn.dns.servers=" + dns.address(),
                "-Dposthorn.relay.port=" + host.port(),
                "-Dposthorn.relay.allowed-private-networks=127.0.0.0/8");
    }

    /** Waits until the host has some of the mail that is for it. */
    void awaitMail() {
        Awaitility.await().atMost(PATIENCE).until(() -> host.messages().size() >= RELAYED);
    }

    @Override
    public void close() throws IOException {
        host.close();
        dns.close();
    }
}
