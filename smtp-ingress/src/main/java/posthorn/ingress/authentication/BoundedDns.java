package posthorn.ingress.authentication;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import posthorn.protocol.dns.Dns;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.protocol.dns.MailExchanger;
import posthorn.protocol.dns.TlsaRecord;

/** DNS for one message: so many questions and so much time, and nobody knows any more. */
final class BoundedDns implements Dns {
    private final Function<Duration, Dns> within;
    private final LongSupplier nanoTime;
    private final long deadline;
    private final AtomicInteger left;

    /**
     * From now on.
     *
     * @param within gives the port for questions that may take so long
     * @param questions that may be asked
     */
    BoundedDns(
            Function<Duration, Dns> within, LongSupplier nanoTime, Duration time, int questions) {
        this(within, nanoTime, nanoTime.getAsLong() + time.toNanos(), new AtomicInteger(questions));
    }

    private BoundedDns(
            Function<Duration, Dns> within,
            LongSupplier nanoTime,
            long deadline,
            AtomicInteger left) {
        this.within = within;
        this.nanoTime = nanoTime;
        this.deadline = deadline;
        this.left = left;
    }

    /** The same questions, with less time. */
    BoundedDns within(Duration time) {
        long sooner = nanoTime.getAsLong() + time.toNanos();
        return new BoundedDns(within, nanoTime, sooner - deadline < 0 ? sooner : deadline, left);
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        return ask(dns -> dns.txt(name));
    }

    @Override
    public DnsAnswer<InetAddress> a(String name) {
        return ask(dns -> dns.a(name));
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String name) {
        return ask(dns -> dns.aaaa(name));
    }

    @Override
    public DnsAnswer<MailExchanger> mx(String name) {
        return ask(dns -> dns.mx(name));
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        return ask(dns -> dns.ptr(address));
    }

    @Override
    public DnsAnswer<TlsaRecord> tlsa(String name) {
        return ask(dns -> dns.tlsa(name));
    }

    private <T> DnsAnswer<T> ask(Function<Dns, DnsAnswer<T>> question) {
        long time = deadline - nanoTime.getAsLong();
        if (time <= 0) {
            return new DnsAnswer.Unavailable<>("DNS takes too long for this message");
        }
        if (left.getAndDecrement() <= 0) {
            left.set(0);
            return new DnsAnswer.Unavailable<>("this message asks too much of DNS");
        }
        return question.apply(within.apply(Duration.ofNanos(time)));
    }
}
