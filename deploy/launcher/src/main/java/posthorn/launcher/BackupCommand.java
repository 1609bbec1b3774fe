package posthorn.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import posthorn.launcher.backup.Backups;
import posthorn.launcher.backup.Manifest;
import posthorn.launcher.backup.Meters;
import posthorn.launcher.backup.StoredBackup;
import posthorn.launcher.backup.TarBackup;
import posthorn.launcher.backup.Verification;

/** {@code backup} and {@code backup verify}. */
@Command(
        name = "backup",
        description = {
            "Copies everything of a running 'posthorn up' into a new folder below DIR.",
            "What the backup before has is not copied again. The files hold mail and keys: keep them"
                    + " as you keep the server."
        },
        footer = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no server reached.",
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {

    private static final double MEGA = 1e6;

    @Spec CommandSpec spec = CommandSpec.create();

    @Mixin Server server = new Server();

    @Parameters(
            paramLabel = "DIR|FILE.tar",
            description = {
                "Directory of the backups, on this machine;",
                "or a new file, which shares nothing with other backups."
            },
            arity = "0..1")
    Path target = Path.of("");

    @Option(
            names = "--rate",
            paramLabel = "OCTETS",
            description = "Octets a second at most, as in 20MB; none: as fast as it goes.")
    String rate = "none";

    @Option(names = "--full", description = "Copy everything, also what the backup before has.")
    boolean full;

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "When it is made, remove all but the newest N backups.")
    Optional<Integer> keep = Optional.empty();

    @Override
    public Integer call() {
        if (target.toString().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "backup wants the directory of the backups: backup DIR");
        }
        if (keep.filter(newest -> newest < 1).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--keep wants a number from 1 on.");
        }
        Meters meters = new Meters(System.err, server.json, OctetSize.of(spec, rate));
        Path place = target.toAbsolutePath().normalize();
        if (place.toString().endsWith(".tar")) {
            return checkpoint(made -> toFile(place, made, meters));
        }
        try (Backups backups = Backups.open(place)) {
            backups.tidy();
            return checkpoint(made -> toDirectory(backups, made, meters));
        }
    }

    /** Has a checkpoint made, uses it and has it dropped. */
    private int checkpoint(ToIntFunction<JsonNode> use) {
        JsonNode made = server.patientPost("/v1/checkpoints", Map.of());
        try {
            return use.applyAsInt(made);
        } finally {
            server.delete("/v1/checkpoints/" + Server.segment(made.path("id").asText()));
        }
    }

    private int toFile(Path file, JsonNode checkpoint, Meters meters) {
        Manifest manifest =
                TarBackup.write(
                        file,
                        checkpoint.path("id").asText(),
                        from(checkpoint),
                        spec.root().version()[0],
                        checkpoint.path("records").asLong(),
                        meters);
        return told(new Backups.Made(manifest, file, manifest.octets()), 0);
    }

    private int toDirectory(Backups backups, JsonNode checkpoint, Meters meters) {
        Backups.Made made =
                backups.add(
                        checkpoint.path("id").asText(),
                        from(checkpoint),
                        spec.root().version()[0],
                        checkpoint.path("records").asLong(),
                        !full,
                        meters);
        return told(made, keep.map(backups::keep).orElse(0));
    }

    private static Path from(JsonNode checkpoint) {
        Path from = Path.of(checkpoint.path("directory").asText());
        if (!Files.isReadable(from)) {
            throw new ServerFailure(
                    Posthorn.REFUSED,
                    from
                            + " cannot be read here. Run this on the server's machine, as the user"
                            + " whose process it is.");
        }
        return from;
    }

    private int told(Backups.Made made, int removed) {
        ObjectNode answer = new ObjectMapper().createObjectNode();
        answer.put("backup", made.folder().toString());
        answer.put("files", made.manifest().files().size());
        answer.put("octets", made.manifest().octets());
        answer.put("copiedOctets", made.copied());
        answer.put("waitingMessages", made.manifest().waiting());
        answer.put("removedBackups", removed);
        return new Terminal(spec, server)
                .said(
                        answer,
                        String.format(
                                Locale.ROOT,
                                "%s has %d files of %.1f MB, of which %.1f MB were copied now."
                                        + " Next: posthorn backup verify %s",
                                made.folder(),
                                made.manifest().files().size(),
                                made.manifest().octets() / MEGA,
                                made.copied() / MEGA,
                                made.folder()));
    }

    @Command(
            description = "Compares a backup with its manifest: the newest of a directory, or all.",
            footer = "Exit codes: 0 whole, 1 damaged: each damaged file is named.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "DIR|FILE.tar") Path named,
            @Option(names = "--all", description = "All backups in DIR.") boolean all,
            @Option(names = "--json", description = "Print the result as JSON.") boolean json) {
        List<StoredBackup> backups =
                all
                        ? Backups.complete(named).stream()
                                .map(folder -> (StoredBackup) new StoredBackup.Folder(folder))
                                .toList()
                        : List.of(StoredBackup.named(named));
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode answer = mapper.createObjectNode();
        var told = answer.putArray("backups");
        int faulty = 0;
        for (StoredBackup backup : backups) {
            List<Verification.Fault> faults =
                    Verification.of(backup, new Meters(System.err, json, 0));
            faulty += faults.size();
            ObjectNode each = told.addObject().put("backup", backup.place().toString());
            each.set("faults", mapper.valueToTree(faults));
            if (!json) {
                told(backup.place(), faults);
            }
        }
        if (json) {
            spec.commandLine().getOut().println(answer.toPrettyString());
        }
        spec.commandLine().getOut().flush();
        return faulty == 0 ? 0 : Posthorn.REFUSED;
    }

    private void told(Path backup, List<Verification.Fault> faults) {
        var out = spec.commandLine().getOut();
        faults.forEach(fault -> out.println(Terminal.visible(fault.path()) + " " + fault.what()));
        out.println(backup + (faults.isEmpty() ? " is whole." : " is damaged: take another one."));
    }
}
