package posthorn.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import posthorn.launcher.doctor.Finding.Section;

/** All checks, one method for each step. */
public final class Examination {

    /** Names of the ports that are looked at. */
    public static final List<String> PORTS =
            Arrays.stream(MailPort.values()).map(MailPort::word).toList();

    /** Field of the worker's answer that says when it was asked, by the clock here. */
    public static final String ASKED_AT = "askedAt";

    private static final int TOKEN_DIGITS = 36;

    private final Place place;
    private final Worker worker;
    private final Accounts accounts;

    /** The service does not do what it was asked for; the message says why. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        /** Refused for that reason. */
        public Refused(String reason) {
            super(reason);
        }
    }

    /** Asks delivery-worker's REST API. */
    public interface Worker {
        /** The answer. */
        JsonNode get(String path) throws Refused;
    }

    /** Makes and deletes the account of the message. */
    public record Accounts(Maker maker, Consumer<String> deleted) {
        /** Makes one. */
        public interface Maker {
            /** Makes one with that password. */
            void make(String address, String password) throws Refused;
        }
    }

    /**
     * From where is looked.
     *
     * @param resolver name server; empty: those of the system
     * @param ports in place of the standard ones, by name
     * @param clock web server whose Date is believed
     * @param patience for each step
     */
    public record Place(
            Optional<String> resolver, Map<String, Integer> ports, URI clock, Duration patience) {
        /** Keeps the map from changing. */
        public Place {
            ports = Map.copyOf(ports);
        }
    }

    /** An examination that has not begun. */
    public Examination(Place place, Worker worker, Accounts accounts) {
        this.place = place;
        this.worker = worker;
        this.accounts = accounts;
    }

    /** The records of a domain. */
    public List<Finding> domain(JsonNode records) throws IOException {
        return new DomainCheck(resolver()).findings(records);
    }

    private Resolver resolver() throws IOException {
        return new Resolver(place.resolver());
    }

    /** Addresses at which the host is reached, and what was found about them. */
    public record Reached(List<InetAddress> addresses, List<Finding> findings) {
        /** Keeps the lists from changing. */
        public Reached {
            addresses = List.copyOf(addresses);
            findings = List.copyOf(findings);
        }
    }

    /**
     * Name and addresses of the host.
     *
     * @param instead where it is reached, whatever DNS says
     */
    public Reached address(String host, Optional<InetAddress> instead) throws IOException {
        AddressCheck.Result result = new AddressCheck(resolver()).of(host);
        return new Reached(instead.map(List::of).orElse(result.addresses()), result.findings());
    }

    /** The ports of the host, at each of its addresses. */
    public List<Finding> ports(String host, List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            return List.of(Finding.unknown(Section.PORTS, host, "port.no-address", host));
        }
        PortCheck check =
                new PortCheck(
                        numbers(),
                        new CertificateCheck(InstantSource.system(), null),
                        place.patience());
        List<Finding> findings = new ArrayList<>();
        addresses.forEach(address -> findings.addAll(check.findings(host, address)));
        return findings;
    }

    /**
     * The certificates that the installation orders itself.
     *
     * @param certificates as {@code GET /v1/certificates} answers
     */
    public List<Finding> orders(JsonNode certificates) {
        return OrdersCheck.findings(certificates);
    }

    private Map<MailPort, Integer> numbers() {
        Map<MailPort, Integer> numbers = new EnumMap<>(MailPort.class);
        for (MailPort port : MailPort.values()) {
            Integer number = place.ports().get(port.word());
            if (number != null) {
                numbers.put(port, number);
            }
        }
        return numbers;
    }

    /**
     * Clock, way out, log and database.
     *
     * @param facts what the worker says of itself; missing: it did not
     * @param probe domain whose hosts are to be reached
     */
    public List<Finding> installation(JsonNode facts, String probe) {
        if (facts.isMissingNode()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new ClockCheck(InstantSource.system(), place.patience())
                        .finding(
                                Instant.parse(facts.path("clock").asText()),
                                asked(facts),
                                place.clock()));
        try {
            findings.add(
                    OutgoingCheck.finding(worker.get("/v1/installation/outgoing?domain=" + probe)));
        } catch (Refused e) {
            findings.add(
                    Finding.unknown(
                            Section.OUTGOING,
                            probe,
                            "outgoing.unknown",
                            String.valueOf(e.getMessage())));
        }
        findings.addAll(StorageCheck.findings(facts));
        return findings;
    }

    private Instant asked(JsonNode facts) {
        return Instant.ofEpochMilli(facts.path(ASKED_AT).asLong());
    }

    /** The worker does not answer that. */
    public static Finding refused(String reason) {
        return Finding.unknown(Section.STORAGE, "delivery-worker", "service.refused", reason);
    }

    /** No message is sent. */
    public List<Finding> noMail(String key) {
        return List.of(Finding.unknown(Section.MAIL, "-", key));
    }

    /** A message of an account to itself. */
    public List<Finding> mail(String at, String address, String password) {
        return check(at).findings(new MailCheck.Person(address, password), token());
    }

    private MailCheck check(String at) {
        PortCheck ports =
                new PortCheck(
                        numbers(),
                        new CertificateCheck(InstantSource.system(), null),
                        place.patience());
        return new MailCheck(at, ports::number, place.patience());
    }

    private static String token() {
        return Long.toString(System.nanoTime(), TOKEN_DIGITS);
    }

    /** The same with an account that is made for it, and deleted. */
    public List<Finding> mailOfItsOwn(String at, String domain, RandomGenerator random) {
        String address = "doctor-" + word(random) + "@" + domain;
        String password = word(random) + word(random);
        try {
            accounts.maker().make(address, password);
        } catch (Refused e) {
            return List.of(
                    Finding.wrong(
                            Section.MAIL,
                            address,
                            "mail.no-account",
                            String.valueOf(e.getMessage())));
        }
        List<Finding> findings = new ArrayList<>();
        try {
            findings.addAll(mail(at, address, password));
        } finally {
            deleted(address).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> deleted(String address) {
        try {
            accounts.deleted().accept(address);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(
                    Finding.wrong(
                            Section.MAIL,
                            address,
                            "mail.account-stays",
                            address,
                            String.valueOf(e.getMessage())));
        }
    }

    private static String word(RandomGenerator random) {
        return Long.toUnsignedString(random.nextLong(), TOKEN_DIGITS);
    }
}
