package posthorn.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthorn.launcher.backup.Meters;
import posthorn.launcher.backup.Restore;
import posthorn.launcher.backup.StoredBackup;

/** {@code restore}. */
@Command(
        name = "restore",
        description = {
            "Makes a new data directory of a backup: the newest in FROM, or FROM itself.",
            "Mail programs read all mailboxes anew afterwards: their UIDVALIDITY is another one."
        },
        footer = "Interrupted, it goes on when it is run again. Next: posthorn up --data-dir DIR",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {

    @Spec CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FROM",
            description = "A backup, folder or .tar, or a directory of backups.")
    Path from = Path.of("");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "The directory to be made; nothing in it is overwritten.")
    Path dataDir = Path.of("");

    @Option(
            names = "--rate",
            paramLabel = "OCTETS",
            description = "Octets a second at most, as in 20MB; none: as fast as it goes.")
    String rate = "none";

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    @Override
    public Integer call() {
        Restore.Done done =
                new Restore(
                                StoredBackup.named(from),
                                dataDir.toAbsolutePath().normalize(),
                                Clock.systemUTC())
                        .run(new Meters(System.err, json, OctetSize.of(spec, rate)));
        ObjectNode answer = new ObjectMapper().createObjectNode();
        answer.put("backup", done.manifest().id());
        answer.put("copiedFiles", done.files());
        answer.put("waitingMessages", done.manifest().waiting());
        answer.put("uidValidityFrom", done.uidValidityFrom());
        String sentence =
                "Restored " + done.manifest().id() + ". Next: posthorn up --data-dir " + dataDir;
        spec.commandLine().getOut().println(json ? answer.toPrettyString() : sentence);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
