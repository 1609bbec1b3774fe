package posthorn.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;

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
            QueueCommands.class,
            TraceCommand.class
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

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Posthorn());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof ServerFailure known) {
                command.getErr().println("posthorn: " + known.getMessage());
                return known.exitCode();
            }
            throw failure;
        });
        return line;
    }
}
