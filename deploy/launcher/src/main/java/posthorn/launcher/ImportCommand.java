package posthorn.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthorn.launcher.transfer.Folder;
import posthorn.launcher.transfer.ImapAddress;
import posthorn.launcher.transfer.ImapSource;
import posthorn.launcher.transfer.ImportRun;
import posthorn.launcher.transfer.MailSource;
import posthorn.launcher.transfer.MaildirSource;
import posthorn.launcher.transfer.MboxSource;

/** {@code import}. */
@Command(
        name = "import",
        description = {
            "Puts mail into an account: from mbox, Maildir, or another server by IMAP.",
            "Run again, it adds what is missing; nothing is added twice. Nothing is changed where the"
                    + " mail comes from."
        },
        footer = {
            "Sources: mbox:FILE, mbox:DIR, maildir:DIR, imaps://USER@HOST/, imap://USER@HOST:PORT/.",
            "--accounts FILE has lines of ACCOUNT, USER and PASSWORD with tabs or spaces between; the"
                    + " last two only for IMAP. In --from, %%u is the account, %%n and %%d its two parts.",
            "Exit codes: 0 done, 1 some of it failed (it is named), 2 wrong usage, 3 no server."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    @Spec CommandSpec spec = CommandSpec.create();

    @Mixin Server server = new Server();

    @Parameters(paramLabel = "ACCOUNT", arity = "0..1", description = "Address of the account.")
    Optional<String> account = Optional.empty();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "SOURCE",
            description = "Where the mail is; see below.")
    String from = "";

    @Option(names = "--accounts", paramLabel = "FILE", description = "Many accounts; see below.")
    Optional<Path> accounts = Optional.empty();

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            description = "Where the messages of one mbox file go (default: ${DEFAULT-VALUE}).")
    String mailbox = Folder.INBOX;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password for IMAP; without it, it is asked for or read from input.")
    Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = "--trust",
            paramLabel = "HOST",
            description = "Take the certificate of this IMAP host as it is.")
    String trust = "";

    @Option(
            names = "--without-tls",
            description = "Sign in by IMAP although the server has no TLS.")
    boolean withoutTls;

    @Option(names = "--dry-run", description = "Read everything and change nothing.")
    boolean dry;

    /** Whose mail, and who signs in for it. */
    private record Mapping(String account, String user, String password) {
        /** All but the password. */
        @Override
        public String toString() {
            return account + " " + user;
        }
    }

    @Override
    public Integer call() {
        if (account.isPresent() == accounts.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "import wants either an account or --accounts.");
        }
        TransferResult result = new TransferResult(spec, server.json);
        for (Mapping mapping : mappings()) {
            result.run(
                    mapping.account(),
                    report -> {
                        try (MailSource source = source(mapping)) {
                            new ImportRun(
                                            source,
                                            new RestAccount(server, mapping.account()),
                                            report,
                                            dry)
                                    .run();
                        }
                    });
        }
        return result.end();
    }

    private List<Mapping> mappings() {
        boolean imap = from.startsWith("imap://") || from.startsWith("imaps://");
        if (account.isPresent()) {
            return List.of(new Mapping(account.get(), "", imap ? password() : ""));
        }
        List<Mapping> mappings = new ArrayList<>();
        int number = 0;
        for (String line : lines(accounts.orElseThrow())) {
            number++;
            String[] words = line.strip().split("\\s+", 3);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (imap && words.length < 3) {
                throw wrong("line " + number + " of --accounts wants ACCOUNT, USER and PASSWORD.");
            }
            mappings.add(
                    new Mapping(
                            words[0],
                            words.length > 1 ? words[1] : "",
                            words.length > 2 ? words[2] : ""));
        }
        return mappings;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw wrong(file + " cannot be read (" + e + ").");
        }
    }

    private String password() {
        @Nullable Path file = passwordFile.orElse(null);
        if (file == null) {
            return Password.ask("Password for " + from + ": ");
        }
        List<String> lines = lines(file);
        if (lines.isEmpty() || lines.getFirst().isEmpty()) {
            throw wrong(file + " has no password in its first line.");
        }
        return lines.getFirst();
    }

    private MailSource source(Mapping mapping) {
        String address = mapping.account();
        int at = address.lastIndexOf('@');
        String named =
                from.replace("%u", address)
                        .replace("%n", at < 0 ? address : address.substring(0, at))
                        .replace("%d", address.substring(at + 1));
        if (named.startsWith("mbox:")) {
            return new MboxSource(Path.of(named.substring("mbox:".length())), mailbox);
        }
        if (named.startsWith("maildir:")) {
            return new MaildirSource(Path.of(named.substring("maildir:".length())));
        }
        ImapAddress server;
        try {
            server = ImapAddress.parse(mapping.user().isEmpty() ? named : from);
        } catch (IllegalArgumentException e) {
            throw wrong(
                    "'"
                            + from
                            + "' is no source; --from wants mbox:FILE, maildir:DIR or"
                            + " imaps://USER@HOST/.");
        }
        if (!mapping.user().isEmpty()) {
            server = server.withUser(mapping.user());
        }
        return ImapSource.open(
                server, mapping.password(), new ImapSource.Security(!withoutTls, trust));
    }

    private static ServerFailure wrong(String message) {
        return new ServerFailure(2, message);
    }
}
