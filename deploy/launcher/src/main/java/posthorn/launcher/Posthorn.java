package posthorn.launcher;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import posthorn.launcher.backup.BackupFailure;

/**
 * All commands but {@code up} and {@code test}, which the script {@code posthorn} starts itself.
 */
@Command(
        name = "posthorn",
        description = "Posthorn, a mail system: what an operator does with it.",
        subcommands = {
            DomainCommands.class,
            AccountCommands.class,
            AliasCommands.class,
            GroupCommands.class,
            ForwardCommands.class,
            QueueCommands.class,
            TraceCommand.class,
            CertificateCommands.class,
            BackupCommand.class,
            RestoreCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            DoctorCommand.class,
            SizeCommand.class,
            StoreCommands.class
        },
        mixinStandardHelpOptions = true,
        version = "posthorn 0.1.0",
        footerHeading = "%nAlso: ",
        footer = "'posthorn up' starts everything, 'posthorn test' runs every test.")
public final class Posthorn {

    static final int REFUSED = 1;
    static final int UNREACHABLE = 3;

    private Posthorn() {}

    /** Runs one command and exits. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /**
     * Runs one command in this process.
     *
     * @param out where it prints what it has done, and what is wrong
     * @return its exit code
     */
    public static int run(PrintWriter out, String... args) {
        return commandLine().setOut(out).setErr(out).execute(args);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Posthorn());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof ServerFailure known) {
                command.getErr().println("posthorn: " + known.getMessage());
                return known.exitCode();
            }
            if (failure instanceof BackupFailure known) {
                command.getErr().println("posthorn: " + known.getMessage());
                return REFUSED;
            }
            throw failure;
        });
        return line;
    }
}
