package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthorn.launcher.doctor.Examination;
import posthorn.launcher.doctor.Finding;
import posthorn.launcher.doctor.Finding.Level;
import posthorn.launcher.doctor.Words;

/** {@code doctor}. */
@Command(
        name = "doctor",
        description =
                "Looks whether mail can come and go: records, ports, certificates, clock, log and"
                        + " database, and the way of a message.",
        footer = {
            "",
            "Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage, 3 no server reached.",
            "With --account, its password is asked for, or is the first line of standard input."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    private static final int DOMAINS = 20;

    /** The library that asks name servers has nowhere to log to, and is not to say so. */
    private static final String LOG_NOISE = "slf4j.internal.verbosity";

    @Mixin Server server = new Server();

    @Mixin Password password = new Password();

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "DOMAIN",
            description = "The domain to look at (default: all, at most " + DOMAINS + ").")
    Optional<String> domain = Optional.empty();

    @Option(
            names = "--resolver",
            paramLabel = "HOST[:PORT]",
            description = "Name server to ask, as in 9.9.9.9 (default: those of this machine).")
    Optional<String> resolver = Optional.empty();

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "Where the ports are looked at (default: what DNS says).")
    Optional<String> address = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "NAME=NUMBER",
            description =
                    "A port in place of the standard one; NAME is smtp, submission, submissions,"
                            + " imap, imaps, pop3 or pop3s.")
    Map<String, Integer> ports = new LinkedHashMap<>();

    @Option(
            names = "--clock",
            paramLabel = "URL",
            defaultValue = "https://www.wikipedia.org/",
            description = "Web server whose Date field is believed (default: ${DEFAULT-VALUE}).")
    URI clock = URI.create("https://www.wikipedia.org/");

    @Option(
            names = "--probe",
            paramLabel = "DOMAIN",
            defaultValue = "gmail.com",
            description =
                    "Domain whose mail hosts are connected to, to see whether port 25 is open"
                            + " (default: ${DEFAULT-VALUE}).")
    String probe = "gmail.com";

    @Option(
            names = "--account",
            paramLabel = "ADDRESS",
            description =
                    "Who sends the message to themselves (default: an account that is made for it,"
                            + " and deleted).")
    Optional<String> account = Optional.empty();

    @Option(names = "--no-mail", description = "Send no message.")
    boolean noMail;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long each step may take, 1 to 300 (default: ${DEFAULT-VALUE}).")
    int timeout = 10;

    @Override
    public Integer call() {
        System.setProperty(LOG_NOISE, "ERROR");
        Duration patience = patience();
        Examination examination =
                new Examination(
                        new Examination.Place(resolver, port(), clock, patience),
                        this::ask,
                        new Examination.Accounts(
                                this::made, address -> server.delete(path(address))));
        Words words = new Words(Locale.getDefault());
        DoctorReport report = new DoctorReport(spec, server.json, words);
        List<Finding> findings = new ArrayList<>();
        JsonNode facts = facts(findings);
        String host = host(facts);
        report.title(host);
        examination(examination, facts, host, report, findings);
        report.end();
        boolean wrong = report.all().stream().anyMatch(f -> f.level() == Level.WRONG);
        return wrong ? Posthorn.REFUSED : CommandLine.ExitCode.OK;
    }

    private void examination(
            Examination examination,
            JsonNode facts,
            String host,
            DoctorReport report,
            List<Finding> earlier) {
        try {
            List<String> domains = domains();
            for (String name : domains) {
                report.show(
                        examination.domain(
                                server.get("/v1/domains/" + Server.segment(name) + "/dns")));
            }
            Examination.Reached reached = examination.address(host, address());
            report.show(reached.findings());
            report.show(examination.ports(host, reached.addresses()));
            report.show(examination.orders(server.get("/v1/certificates")));
            report.show(earlier);
            report.show(examination.installation(facts, probe));
            report.show(mail(examination, host, reached.addresses(), domains));
        } catch (IOException e) {
            throw new ServerFailure(
                    CommandLine.ExitCode.USAGE,
                    "'"
                            + resolver.orElse("")
                            + "' is no name server; --resolver wants one like"
                            + " 9.9.9.9 or 127.0.0.1:5353");
        }
    }

    private List<Finding> mail(
            Examination examination,
            String host,
            List<InetAddress> addresses,
            List<String> domains) {
        String at = addresses.isEmpty() ? host : addresses.getFirst().getHostAddress();
        if (noMail) {
            return examination.noMail("mail.skipped");
        }
        if (account.isPresent()) {
            return examination.mail(at, account.get(), password.read());
        }
        return domains.isEmpty()
                ? examination.noMail("mail.no-domain")
                : examination.mailOfItsOwn(at, domains.getFirst(), new SecureRandom());
    }

    /** The worker's answer; where it is not to be had, why. */
    private JsonNode facts(List<Finding> findings) {
        try {
            long before = System.currentTimeMillis();
            JsonNode answer = ask("/v1/installation");
            if (answer instanceof ObjectNode facts) {
                facts.put(Examination.ASKED_AT, (before + System.currentTimeMillis()) / 2);
            }
            return answer;
        } catch (Examination.Refused e) {
            findings.add(Examination.refused(String.valueOf(e.getMessage())));
            return MissingNode.getInstance();
        }
    }

    private JsonNode ask(String path) throws Examination.Refused {
        try {
            return server.get(path);
        } catch (ServerFailure e) {
            if (e.exitCode() == Posthorn.REFUSED) {
                throw new Examination.Refused(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private void made(String address, String secret) throws Examination.Refused {
        try {
            server.post("/v1/accounts", Map.of("address", address, "password", secret));
        } catch (ServerFailure e) {
            throw new Examination.Refused(String.valueOf(e.getMessage()));
        }
    }

    private static String path(String address) {
        return "/v1/accounts/" + Server.segment(address);
    }

    private List<String> domains() {
        if (domain.isPresent()) {
            return List.of(domain.get());
        }
        List<String> names = new ArrayList<>();
        Pages.all(server, "/v1/domains")
                .path(Pages.ITEMS)
                .forEach(d -> names.add(d.path("name").asText()));
        return names.subList(0, Math.min(DOMAINS, names.size()));
    }

    private String host(JsonNode facts) {
        return facts.path("hostname").asText(URI.create(server.url).getHost());
    }

    private Optional<InetAddress> address() {
        try {
            return address.isPresent()
                    ? Optional.of(InetAddress.getByName(address.get()))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            throw new ServerFailure(
                    CommandLine.ExitCode.USAGE, "'" + address.get() + "' has no address");
        }
    }

    private Map<String, Integer> port() {
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            if (!Examination.PORTS.contains(port.getKey()) || !isPort(port.getValue())) {
                throw new ServerFailure(
                        CommandLine.ExitCode.USAGE,
                        "--port wants one of "
                                + String.join(", ", Examination.PORTS)
                                + " and a number, as in smtp=1025");
            }
        }
        return ports;
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }

    private Duration patience() {
        if (timeout < 1 || timeout > 300) {
            throw new ServerFailure(CommandLine.ExitCode.USAGE, "--timeout is from 1 to 300");
        }
        return Duration.ofSeconds(timeout);
    }
}
