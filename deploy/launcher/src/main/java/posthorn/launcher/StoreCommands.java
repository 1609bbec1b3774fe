package posthorn.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import posthorn.launcher.mongo.CheckResult;
import posthorn.launcher.mongo.CheckResult.Outcome;
import posthorn.launcher.mongo.NoAnswer;
import posthorn.launcher.mongo.StoreCheck;

/** {@code store}. */
@Command(
        name = "store",
        description = "What is to be known of a MongoDB before Posthorn trusts it with mail.",
        subcommands = StoreCommands.Check.class,
        mixinStandardHelpOptions = true)
final class StoreCommands {

    /** {@code store check}. */
    @Command(
            name = "check",
            description = {
                "Tries on a MongoDB what Posthorn needs of it: unique indexes, batches, what a"
                        + " majority has, and that an index serves each of our queries.",
                "Makes a database named posthorn_check_… and drops it at the end; touches no other."
            },
            footer = {
                "",
                "Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage, 3 no server"
                        + " reached.",
                "The user needs the role readWriteAnyDatabase, with --step-down clusterManager,"
                        + " too."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        @Spec CommandSpec spec = CommandSpec.create();

        @Option(
                names = "--uri",
                paramLabel = "URI",
                description =
                        "Connection string. With a password in it rather use --uri-file, or the"
                                + " environment variable POSTHORN_MONGODB_URI.")
        Optional<String> uri = Optional.empty();

        @Option(
                names = "--uri-file",
                paramLabel = "FILE",
                description = "File with the connection string.")
        Optional<Path> uriFile = Optional.empty();

        @Option(
                names = "--step-down",
                description =
                        "Have the primary step down while there are writes, as at an upgrade:"
                                + " everybody who uses the server waits for some seconds.")
        boolean stepDown;

        @Option(names = "--json", description = "Print the results as JSON.")
        boolean json;

        @Override
        public Integer call() {
            Logger.getLogger("org.mongodb.driver").setLevel(Level.OFF);
            PrintWriter out = spec.commandLine().getOut();
            try (StoreCheck check = open()) {
                String server = check.server();
                if (!json) {
                    out.println("MongoDB " + server + "; in the database " + check.name());
                    out.flush();
                }
                List<CheckResult> results = check.run(stepDown, result -> progress(out, result));
                boolean good = results.stream().noneMatch(r -> r.outcome() == Outcome.FAILED);
                out.println(json ? report(server, good, results) : sentence(good));
                out.flush();
                return good ? 0 : Posthorn.REFUSED;
            } catch (NoAnswer e) {
                throw new ServerFailure(
                        Posthorn.UNREACHABLE,
                        "no MongoDB answers as it should ("
                                + e.getMessage()
                                + "): look at the connection string, the user and the network");
            }
        }

        private StoreCheck open() {
            try {
                return new StoreCheck(address());
            } catch (IllegalArgumentException e) {
                throw usage("that is no connection string as in mongodb://user@host:27017");
            }
        }

        private String address() {
            if (uri.isPresent() && uriFile.isPresent()) {
                throw usage("give one of --uri and --uri-file");
            }
            if (uriFile.isPresent()) {
                try {
                    return Files.readString(uriFile.get()).strip();
                } catch (IOException e) {
                    throw usage(uriFile.get() + " cannot be read");
                }
            }
            return uri.or(() -> Optional.ofNullable(System.getenv("POSTHORN_MONGODB_URI")))
                    .orElseThrow(() -> usage("give --uri or --uri-file: which server?"));
        }

        private ParameterException usage(String words) {
            return new ParameterException(spec.commandLine(), words);
        }

        private void progress(PrintWriter out, CheckResult result) {
            if (!json) {
                String detail = result.detail().isEmpty() ? "" : ": " + result.detail();
                out.printf(
                        Locale.ROOT,
                        "  %-8s %s%s%n",
                        result.outcome().name().toLowerCase(Locale.ROOT),
                        result.name(),
                        detail);
                out.flush();
            }
        }

        private static String sentence(boolean good) {
            return good
                    ? "Nothing is wrong with it."
                    : "Something is wrong: Posthorn would lose mail on this server.";
        }

        private static String report(String server, boolean good, List<CheckResult> results) {
            ObjectNode report = new ObjectMapper().createObjectNode();
            report.put("server", server).put("good", good);
            ArrayNode checks = report.putArray("checks");
            for (CheckResult result : results) {
                checks.addObject()
                        .put("name", result.name())
                        .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT))
                        .put("detail", result.detail());
            }
            return report.toPrettyString();
        }
    }
}
