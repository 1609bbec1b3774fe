package posthorn.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import posthorn.launcher.size.Demand;
import posthorn.launcher.size.Figures;
import posthorn.launcher.size.Plan;
import posthorn.launcher.size.Sizing;

/** {@code size}: asks no server. */
@Command(
        name = "size",
        description =
                "How large an installation has to be: pods, partitions, shards, disks, memory.",
        footer = {
            "",
            "--figures prints what it reckons with, and where that was measured. docs/sizing.md"
                    + " explains it."
        },
        mixinStandardHelpOptions = true)
final class SizeCommand implements Callable<Integer> {

    private static final long MOST_USERS = 10_000_000_000L;

    @Option(names = "--users", paramLabel = "N", description = "Mailboxes.")
    long users;

    @Option(
            names = "--messages-a-day",
            paramLabel = "N",
            description =
                    "Messages that are taken in a day, of all users together, from users and from"
                            + " other hosts (default: 40 for each user).")
    @Nullable Long messages;

    @Option(
            names = "--remote-share",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description =
                    "Share of them that goes to other hosts, 0 to 1 (default: ${DEFAULT-VALUE}).")
    double remoteShare = 0.2;

    @Option(
            names = "--message-size",
            paramLabel = "OCTETS",
            defaultValue = "50KB",
            description = "Octets of a message on average (default: ${DEFAULT-VALUE}).")
    String messageSize = "50KB";

    @Option(
            names = "--mailbox-size",
            paramLabel = "OCTETS",
            defaultValue = "500MB",
            description = "Octets that a mailbox holds on average (default: ${DEFAULT-VALUE}).")
    String mailboxSize = "500MB";

    @Option(
            names = "--connections-per-user",
            paramLabel = "N",
            defaultValue = "0.5",
            description =
                    "IMAP connections of a user that are open at once, on average (default:"
                            + " ${DEFAULT-VALUE}).")
    double connections = 0.5;

    @Option(
            names = "--peak",
            paramLabel = "FACTOR",
            defaultValue = "5",
            description =
                    "How many times as much as on average comes in the busiest minutes (default:"
                            + " ${DEFAULT-VALUE}).")
    double peak = 5;

    @Option(
            names = "--replication",
            paramLabel = "COPIES",
            defaultValue = "3",
            description =
                    "Nodes that have each record of the log and each document, 1 to 7 (default:"
                            + " ${DEFAULT-VALUE}).")
    int copies = 3;

    @Option(names = "--figures", description = "Print what is reckoned with, and end.")
    boolean figuresOnly;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException {
        Figures figures = Figures.read();
        SizeReport report = new SizeReport(spec.commandLine().getOut());
        if (figuresOnly) {
            if (json) {
                print(figures.all());
            } else {
                report.figures(figures);
            }
            return 0;
        }
        Demand demand = demand();
        Plan plan = Sizing.of(demand, figures);
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("demand", demand);
            all.put("plan", plan);
            all.put("figures", figures.all());
            print(all);
        } else {
            report.plan(demand, plan);
        }
        return 0;
    }

    private Demand demand() {
        within("--users", (double) users, 1, MOST_USERS);
        within("--remote-share", remoteShare, 0, 1);
        within("--connections-per-user", connections, 0, 100);
        within("--peak", peak, 1, 1000);
        within("--replication", copies, 1, 7);
        long taken = messages == null ? Demand.USUAL_MESSAGES_A_DAY * users : messages;
        within("--messages-a-day", (double) taken, 0, 1000.0 * MOST_USERS);
        return new Demand(
                users,
                taken,
                remoteShare,
                octets("--message-size", messageSize),
                octets("--mailbox-size", mailboxSize),
                connections,
                peak,
                copies);
    }

    private void within(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option
                            + " has to be from "
                            + SizeReport.plain(least)
                            + " to "
                            + SizeReport.plain(most));
        }
    }

    private long octets(String option, String text) {
        long octets = OctetSize.parse(text).orElse(0);
        within(option, (double) octets, 1, 1e15);
        return octets;
    }

    private void print(Object value) throws JsonProcessingException {
        spec.commandLine()
                .getOut()
                .println(
                        new ObjectMapper()
                                .enable(SerializationFeature.INDENT_OUTPUT)
                                .writeValueAsString(value));
    }
}
