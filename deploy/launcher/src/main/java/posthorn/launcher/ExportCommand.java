package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthorn.launcher.transfer.ExportRun;
import posthorn.launcher.transfer.MailSink;
import posthorn.launcher.transfer.MaildirSink;
import posthorn.launcher.transfer.MboxSink;

/** {@code export}. */
@Command(
        name = "export",
        description = {
            "Writes all mail of an account to files: mailboxes, flags, dates, octets.",
            "Run again, it adds what is missing and takes nothing away."
        },
        footer =
                "Exit codes: 0 done, 1 some of it failed (it is named), 2 wrong usage, 3 no server.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    /** Kinds of files. */
    enum Format {
        /** mboxrd, one file for each mailbox. */
        mbox,
        /** Maildir++, as Dovecot reads it. */
        maildir
    }

    @Spec CommandSpec spec = CommandSpec.create();

    @Mixin Server server = new Server();

    @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "Address of the account.")
    Optional<String> account = Optional.empty();

    @Option(names = "--all", description = "All accounts, each in a directory of its address.")
    boolean all;

    @Option(names = "--domain", description = "With --all: only those of this domain.")
    Optional<String> domain = Optional.empty();

    @Option(names = "--format", required = true, description = "${COMPLETION-CANDIDATES}.")
    Format format = Format.maildir;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "Where to.")
    Path to = Path.of("");

    @Option(names = "--dry-run", description = "Say what would be written.")
    boolean dry;

    @Override
    public Integer call() {
        if (account.isPresent() == all) {
            throw new ParameterException(
                    spec.commandLine(), "export wants either an account or --all.");
        }
        TransferResult result = new TransferResult(spec, server.json);
        for (String address : addresses()) {
            Path directory = all ? to.resolve(address) : to;
            result.run(
                    address,
                    report -> {
                        try (MailSink sink = dry ? NOTHING : sink(directory)) {
                            new ExportRun(new RestAccount(server, address), sink, report, dry)
                                    .run();
                        }
                    });
        }
        return result.end();
    }

    private MailSink sink(Path directory) throws IOException {
        return switch (format) {
            case mbox -> new MboxSink(directory);
            case maildir -> new MaildirSink(directory);
        };
    }

    private List<String> addresses() {
        if (account.isPresent()) {
            return List.of(account.get());
        }
        List<String> addresses = new ArrayList<>();
        for (JsonNode each : Pages.all(server, "/v1/accounts", domain).path(Pages.ITEMS)) {
            addresses.add(each.path("address").asText());
        }
        return addresses;
    }

    private static final MailSink NOTHING =
            new MailSink() {
                @Override
                public Box open(posthorn.launcher.transfer.Folder folder, String id) {
                    throw new IllegalStateException("nothing is written");
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
}
