package posthorn.bench.subject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import posthorn.bench.client.SmtpClient;
import posthorn.bench.measure.Counts;
import posthorn.e2e.dns.DnsServer;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.Installation;
import posthorn.e2e.system.JavaProcess;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.ProcessSystem.Service;

/**
 * Two pods of each service as processes of their own: says which service takes how much of the CPU
 * time. Broker and store are processes too, and those of tests.
 */
public final class PosthornPods implements MeasuredSystem {

    private static final String DOMAIN = "bench.test";
    private static final int PODS = 2;

    private final ProcessSystem system;
    private final DnsServer dns;
    private final List<Account> accounts = new ArrayList<>();

    private PosthornPods(ProcessSystem system, DnsServer dns) {
        this.system = system;
        this.dns = dns;
    }

    /** As {@link Posthorn#start}. */
    public static PosthornPods start(Path directory, Sink sink, List<String> options)
            throws IOException {
        DnsServer dns = DnsServer.start();
        List<String> settings = new ArrayList<>(List.of("-Xmx768m"));
        settings.addAll(Posthorn.settings(dns, sink));
        settings.addAll(options);
        PosthornPods pods =
                new PosthornPods(
                        ProcessSystem.start(directory, PODS, Installation.built(), settings), dns);
        new Admin(pods.system).domain(DOMAIN);
        return pods;
    }

    @Override
    public String name() {
        return "pods";
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
        for (int i = accounts.size(); i < count; i++) {
            Account account = new Account("user" + i + "@" + DOMAIN, "benchmark" + i);
            new Admin(system).account(account.address(), account.password());
            accounts.add(account);
        }
        return List.copyOf(accounts.subList(0, count));
    }

    @Override
    public SmtpClient relaying(Account account) throws IOException {
        return SmtpClient.submit(system.port(Use.SUBMISSIONS), account);
    }

    /** Pods are not restarted here. */
    @Override
    public OptionalDouble restart() {
        return OptionalDouble.empty();
    }

    @Override
    public Collection<Long> processes() {
        return system.processes().stream().map(JavaProcess::pid).toList();
    }

    @Override
    public Map<String, List<Long>> parts() {
        Map<String, List<Long>> parts = new TreeMap<>();
        for (Service service : Service.values()) {
            List<Long> pids = new ArrayList<>();
            for (int pod = 0; pod < system.pods(); pod++) {
                pids.add(system.process(service, pod).pid());
            }
            parts.put(service.module(), List.copyOf(pids));
        }
        return parts;
    }

    /** Only {@code up} counts what its own log and store do. */
    @Override
    public Optional<Counts> counts() {
        return Optional.empty();
    }

    @Override
    public long delivered() {
        return (long)
                new Admin(system).metric(Use.QUEUE_MANAGEMENT, "posthorn_mail_delivered_total");
    }

    @Override
    public void tidy() {
        system.processes().forEach(process -> process.figures().jcmd("GC.run"));
    }

    @Override
    public double heldKib() {
        return system.processes().stream().mapToDouble(p -> p.figures().heldMemory()).sum() / 1024;
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
