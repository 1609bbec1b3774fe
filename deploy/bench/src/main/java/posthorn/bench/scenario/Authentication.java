package posthorn.bench.scenario;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import posthorn.bench.measure.Figure;
import posthorn.bench.measure.Report;
import posthorn.bench.subject.MeasuredSystem;
import posthorn.bench.subject.Posthorn;
import posthorn.delivery.client.MessageContent;
import posthorn.delivery.signing.DkimSigning;
import posthorn.delivery.signing.MessageSigner;
import posthorn.delivery.signing.SigningResult;
import posthorn.ingress.authentication.AuthenticationLimits;
import posthorn.ingress.authentication.AuthenticationPolicy;
import posthorn.ingress.authentication.AuthenticationPolicy.Treatment;
import posthorn.ingress.authentication.AuthenticationRequest;
import posthorn.ingress.authentication.AuthenticationVerdict;
import posthorn.ingress.authentication.DnsAuthentication;
import posthorn.ingress.authentication.MessageAuthentication;
import posthorn.ingress.authentication.SenderAuthentication;
import posthorn.protocol.smtp.ReversePath;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Arrival;
import posthorn.runtime.crypto.NativeSignatures;

/**
 * CPU time of the checks of a message from outside, and of signing one for others, by the code of
 * Posthorn's services in this process; names are known already. Other servers leave this to other
 * programs, so that there is nothing to compare with.
 */
final class Authentication implements Scenario {

    private static final int OCTETS = 4096;
    private static final String SENDER = "ann@" + SigningDomain.NAME;
    private static final String CLIENT = "192.0.2.1";
    private static final String BELIEVED =
            "dkim=pass/sender.test,pass/sender.test dmarc=pass/sender.test";

    private final SigningDomain domain = SigningDomain.create(CLIENT);
    private final MessageSigner signer =
            new DkimSigning(author -> domain.keys(), InstantSource.system());
    private final SenderAuthentication checks =
            new DnsAuthentication(
                    time -> domain,
                    new AuthenticationLimits(Duration.ofSeconds(10), Duration.ofSeconds(1), 100, 5),
                    new AuthenticationPolicy(
                            Treatment.REJECT,
                            Treatment.JUNK,
                            Treatment.REJECT,
                            true,
                            Map.of(),
                            Set.of()),
                    "mx.posthorn.test",
                    author -> false,
                    new SimpleMeterRegistry());

    @Override
    public String name() {
        return "authentication";
    }

    @Override
    public String description() {
        return "CPU time of SPF, DKIM and DMARC on a message of 4 KB, and of its two signatures";
    }

    @Override
    public void run(MeasuredSystem subject, Size size, Report report) throws Exception {
        if (!(subject instanceof Posthorn)) {
            return;
        }
        NativeSignatures.install();
        int messages = size.of(20, 2_000, 20_000);
        byte[] unsigned = message();
        byte[] signed = signed(unsigned);
        warm(messages / 2, unsigned, signed);
        report.progress("  " + messages + " messages, " + subject.name());
        tell(report, subject, "checks", messages, () -> check(signed));
        tell(report, subject, "two signatures, verified", messages, () -> signed(unsigned));
    }

    private void warm(int messages, byte[] unsigned, byte[] signed) throws Exception {
        for (int i = 0; i < messages; i++) {
            check(signed);
            signed(unsigned);
        }
    }

    /** Something that is measured. */
    private interface Work {
        void run() throws Exception;
    }

    private void tell(Report report, MeasuredSystem subject, String figure, int messages, Work work)
            throws Exception {
        long before = cpuNanos();
        for (int i = 0; i < messages; i++) {
            work.run();
        }
        double millis = (cpuNanos() - before) / 1e6 / messages;
        report.add(new Figure(name(), "4 KB", subject.name(), figure, "ms/message", millis));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void check(byte[] message) throws InterruptedException {
        int headerLength = headerLength(message);
        MessageAuthentication one =
                checks.begin(
                                new AuthenticationRequest(
                                        CLIENT,
                                        "mx." + SigningDomain.NAME,
                                        ReversePath.parse(SENDER).orElseThrow(),
                                        List.of(SENDER),
                                        false),
                                message,
                                headerLength)
                        .orElseThrow();
        one.body(message, headerLength, message.length);
        AuthenticationVerdict verdict = one.finish();
        String summary = verdict.facts().summary();
        if (!summary.contains(BELIEVED)) {
            throw new IllegalStateException("the message is not believed: " + summary);
        }
    }

    private byte[] signed(byte[] message) {
        AcceptedMail submission =
                AcceptedMail.newBuilder()
                        .setReversePath(SENDER)
                        .setArrival(Arrival.newBuilder().setAccount("ann"))
                        .build();
        SigningResult result = signer.sign(submission, () -> once(message));
        if (!(result instanceof SigningResult.Signed done)) {
            throw new IllegalStateException("the message was not signed: " + result);
        }
        byte[] fields = done.fields().toByteArray();
        byte[] whole = new byte[fields.length + message.length];
        System.arraycopy(fields, 0, whole, 0, fields.length);
        System.arraycopy(message, 0, whole, fields.length, message.length);
        return whole;
    }

    private static MessageContent once(byte[] message) {
        boolean[] read = {false};
        return () -> {
            Optional<byte[]> next = read[0] ? Optional.empty() : Optional.of(message);
            read[0] = true;
            return next;
        };
    }

    private static int headerLength(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
    }

    private static byte[] message() {
        StringBuilder text = new StringBuilder(OCTETS + 100);
        text.append("From: Ann <").append(SENDER).append(">\r\nTo: bob@example.test\r\n");
        text.append("Subject: what it costs\r\nDate: Sat, 28 Nov 2026 10:00:00 +0000\r\n");
        text.append("Message-ID: <1@").append(SigningDomain.NAME).append(">\r\n\r\n");
        while (text.length() < OCTETS) {
            text.append("A line of a message that is signed and believed.\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
