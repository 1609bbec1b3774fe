package posthorn.launcher.backup;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a backup consists of.
 *
 * @param format of this file and of the folder; this release writes and reads {@value #FORMAT}
 * @param id name of the backup, by the time at which it was made
 * @param madeBy release that made it
 * @param at when it was made, seconds since 1970
 * @param waiting messages in it that were accepted and not delivered yet
 * @param files all files, by path
 */
public record Manifest(
        int format, String id, String madeBy, long at, long waiting, List<Entry> files) {

    static final int FORMAT = 1;
    static final String NAME = "manifest.json";

    /** Folder of the files beside the manifest. */
    static final String DATA = "data";

    private static final ObjectMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /**
     * A file.
     *
     * @param path below {@value #DATA}, with slashes
     * @param octets size
     * @param changed time of its last change where it was copied from, nanoseconds since 1970
     * @param sha256 of its octets, in hexadecimal
     */
    public record Entry(String path, long octets, long changed, String sha256) {}

    /** Keeps no list that somebody else may change. */
    public Manifest {
        files = List.copyOf(files);
    }

    /** The files by their paths. */
    Map<String, Entry> byPath() {
        return files.stream().collect(Collectors.toMap(Entry::path, Function.identity()));
    }

    /** Octets of all files. */
    public long octets() {
        return files.stream().mapToLong(Entry::octets).sum();
    }

    /**
     * The manifest of a backup.
     *
     * @throws BackupFailure when there is none, or it cannot be read
     */
    public static Manifest read(Path backup) {
        Path file = backup.resolve(NAME);
        try {
            return parse(Files.readAllBytes(file), file);
        } catch (IOException e) {
            throw new BackupFailure(
                    backup + " is no backup: there is no readable " + NAME + " in it");
        }
    }

    /**
     * The manifest of its octets.
     *
     * @param place named when they are none
     * @throws BackupFailure when they are none
     */
    static Manifest parse(byte[] octets, Path place) {
        try {
            Manifest manifest = JSON.readValue(octets, Manifest.class);
            if (manifest.format() != FORMAT) {
                throw new BackupFailure(
                        place
                                + " has format "
                                + manifest.format()
                                + ", and this release reads "
                                + FORMAT
                                + ". Use the release that made it: "
                                + manifest.madeBy());
            }
            manifest.files().forEach(entry -> inside(entry.path()));
            return manifest;
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new BackupFailure(place + " is damaged: it has no manifest that can be read");
        }
    }

    /** What a damaged or forged manifest names must not lead elsewhere. */
    private static void inside(String path) {
        Path named = Path.of(path);
        if (path.isEmpty() || named.isAbsolute() || !named.normalize().equals(named)) {
            throw new IllegalArgumentException(path);
        }
        if (named.startsWith("..")) {
            throw new IllegalArgumentException(path);
        }
    }

    /** Its octets. */
    byte[] text() throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes it, on the disk before its name is; from then on the folder is a backup. */
    void write(Path backup) throws IOException {
        Path part = backup.resolve(NAME + ".part");
        Disk.write(part, text());
        Files.move(part, backup.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        Disk.syncDirectory(backup);
    }
}
