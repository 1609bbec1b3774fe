package posthorn.bench.subject;

import static io.restassured.RestAssured.given;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import posthorn.bench.client.SmtpClient;
import posthorn.bench.measure.Counts;
import posthorn.e2e.dns.DnsServer;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.JvmFigures;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.StandaloneSystem;

/** What {@code ./posthorn up} starts, in a data directory of its own. */
public final class Posthorn implements MeasuredSystem {

    /** Domains below this one lead to the sink, each as a destination of its own. */
    public static final String RELAYED = "relayed.test";

    /** In what {@code GC.heap_info} says: octets used, and where the heap is. */
    private static final String DOMAIN = "bench.test";

    private static final int DESTINATIONS = 100;
    private static final int ACCOUNTS_AT_ONCE = 4;

    private final StandaloneSystem system;
    private final DnsServer dns;
    private final List<Account> accounts = new ArrayList<>();

    private Posthorn(StandaloneSystem system, DnsServer dns) {
        this.system = system;
        this.dns = dns;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param options further arguments of {@code java}
     */
    public static Posthorn start(Path directory, Sink sink, List<String> options)
            throws IOException {
        DnsServer dns = DnsServer.start();
        dns.zones().address("mx." + RELAYED, "127.0.0.1");
        for (int i = 0; i < DESTINATIONS; i++) {
            dns.zones().mx("d" + i + "." + RELAYED, 10, "mx." + RELAYED);
        }
        List<String> settings = new ArrayList<>(settings(dns, sink));
        settings.addAll(options);
        Posthorn posthorn = new Posthorn(StandaloneSystem.startOptimized(directory, settings), dns);
        new Admin(posthorn.system).domain(DOMAIN);
        return posthorn;
    }

    /** Settings under which a load comes from one address and mail for others ends in the sink. */
    static List<String> settings(DnsServer dns, Sink sink) {
        List<String> settings = new ArrayList<>(MailSystem.WITHOUT_LIMITS);
        settings.add("-Dposthorn.imap-pop-frontend.plain-sign-in-networks=127.0.0.0/8");
        settings.add("-Dposthorn.imap-pop-frontend.imap.connections-per-client=50000");
        settings.add("-Dposthorn.dns.servers=" + dns.address());
        settings.add("-Dposthorn.relay.port=" + sink.port());
        settings.add("-Dposthorn.relay.allowed-private-networks=127.0.0.0/8");
        return settings;
    }

    @Override
    public String name() {
        return "posthorn";
    }

    @Override
    public int smtp() {
        return system.port(Use.SMTP);
    }

    @Override
    public int imap() {
        return system.port(Use.IMAP);
    }

    @Override
    public int imaps() {
        return system.port(Use.IMAPS);
    }

    @Override
    public int pop3() {
        return system.port(Use.POP3);
    }

    @Override
    public List<Account> accounts(int count) {
        Admin admin = new Admin(system);
        Semaphore places = new Semaphore(ACCOUNTS_AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = accounts.size(); i < count; i++) {
                Account account = new Account("user" + i + "@" + DOMAIN, "benchmark" + i);
                accounts.add(account);
                places.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        admin.account(account.address(), account.password());
                    } finally {
                        places.release();
                    }
                });
            }
        }
        return List.copyOf(accounts.subList(0, count));
    }

    @Override
    public SmtpClient relaying(Account account) throws IOException {
        return SmtpClient.submit(system.port(Use.SUBMISSIONS), account);
    }

    @Override
    public OptionalDouble restart() {
        system.process().stop();
        long start = System.nanoTime();
        system.startAgain();
        return OptionalDouble.of((System.nanoTime() - start) / 1e9);
    }

    @Override
    public Collection<Long> processes() {
        return List.of(system.process().pid());
    }

    @Override
    public Optional<Counts> counts() {
        String metrics = metrics();
        return Optional.of(
                new Counts(
                        sum(metrics, "posthorn_store_commands_total"),
                        sum(metrics, "posthorn_store_flushes_total"),
                        sum(metrics, "posthorn_log_requests_total"),
                        sum(metrics, "posthorn_log_flushes_total")));
    }

    @Override
    public long delivered() {
        return (long) sum(metrics(), "posthorn_mail_delivered_total");
    }

    private String metrics() {
        return given().baseUri("http://127.0.0.1")
                .port(system.port(Use.MAILBOX_MANAGEMENT))
                .get("/q/metrics")
                .asString();
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Override
    public void tidy() {
        figures().jcmd("GC.run");
        figures().jcmd("System.trim_native_heap");
    }

    @Override
    public double heldKib() {
        return figures().heldMemory() / 1024.0;
    }

    private JvmFigures figures() {
        return system.process().figures();
    }

    @Override
    public void close() {
        system.close();
        try {
            dns.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
