package posthorn.launcher.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import posthorn.launcher.doctor.Finding.Section;

/** Talks to each port of a host, and looks at the certificates that it shows. */
final class PortCheck {

    private final Map<MailPort, Integer> numbers;
    private final CertificateCheck certificates;
    private final Duration patience;

    /** Chains that were judged: one certificate is told of once. */
    private final Set<List<X509Certificate>> judged = new HashSet<>();

    /**
     * A check.
     *
     * @param numbers ports in place of the standard ones
     */
    PortCheck(Map<MailPort, Integer> numbers, CertificateCheck certificates, Duration patience) {
        this.numbers = Map.copyOf(numbers);
        this.certificates = certificates;
        this.patience = patience;
    }

    /** Number of a port. */
    int number(MailPort port) {
        return numbers.getOrDefault(port, port.number());
    }

    /** All ports of a host, at one of its addresses. */
    List<Finding> findings(String host, InetAddress address) {
        List<Finding> findings = new ArrayList<>();
        for (MailPort port : MailPort.values()) {
            findings.addAll(findings(host, address, port));
        }
        return findings;
    }

    private List<Finding> findings(String host, InetAddress address, MailPort port) {
        String subject = host + ":" + number(port) + " " + port.word();
        List<Finding> findings = new ArrayList<>();
        try (Dialogue dialogue = Dialogue.with(host, address, number(port), patience)) {
            List<X509Certificate> chain = talk(dialogue, port);
            findings.add(Finding.good(Section.PORTS, subject, "port.good"));
            if (judged.add(chain)) {
                findings.addAll(certificates.findings(subject, host, chain));
            }
        } catch (NoTlsException e) {
            findings.add(Finding.wrong(Section.PORTS, subject, "port.no-tls", said(e)));
        } catch (Dialogue.Unexpected e) {
            findings.add(Finding.wrong(Section.PORTS, subject, "port.unexpected", said(e)));
        } catch (SocketTimeoutException e) {
            findings.add(Finding.wrong(Section.PORTS, subject, "port.silent", at(address)));
        } catch (IOException e) {
            findings.add(
                    Finding.wrong(Section.PORTS, subject, "port.closed", at(address), said(e)));
        }
        return findings;
    }

    private static String at(InetAddress address) {
        return address.getHostAddress();
    }

    private static String said(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** TLS is not to be had. */
    private static final class NoTlsException extends Exception {
        private static final long serialVersionUID = 1L;

        NoTlsException(Exception cause) {
            super(said(cause), cause);
        }
    }

    private static List<X509Certificate> talk(Dialogue dialogue, MailPort port)
            throws IOException, Dialogue.Unexpected, NoTlsException {
        List<X509Certificate> chain = port.tlsFirst() ? secure(dialogue) : List.of();
        switch (port.protocol()) {
            case SMTP -> {
                dialogue.smtp("220");
                dialogue.say("EHLO doctor.invalid");
                dialogue.smtp("250");
            }
            case IMAP -> dialogue.line("* OK");
            case POP3 -> dialogue.line("+OK");
        }
        if (!port.tlsFirst()) {
            chain = upgrade(dialogue, port);
        }
        end(dialogue, port);
        return chain;
    }

    private static List<X509Certificate> upgrade(Dialogue dialogue, MailPort port)
            throws IOException, NoTlsException {
        try {
            switch (port.protocol()) {
                case SMTP -> {
                    dialogue.say("STARTTLS");
                    dialogue.smtp("220");
                }
                case IMAP -> {
                    dialogue.say("a1 STARTTLS");
                    dialogue.tagged("A1");
                }
                case POP3 -> {
                    dialogue.say("STLS");
                    dialogue.line("+OK");
                }
            }
        } catch (Dialogue.Unexpected e) {
            throw new NoTlsException(e);
        }
        return secure(dialogue);
    }

    private static List<X509Certificate> secure(Dialogue dialogue)
            throws IOException, NoTlsException {
        try {
            return dialogue.tls();
        } catch (SSLException e) {
            throw new NoTlsException(e);
        }
    }

    private static void end(Dialogue dialogue, MailPort port) throws IOException {
        dialogue.say(port.protocol() == MailPort.Protocol.IMAP ? "a2 LOGOUT" : "QUIT");
    }
}
