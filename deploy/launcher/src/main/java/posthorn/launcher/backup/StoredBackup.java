package posthorn.launcher.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A backup as it is kept: a folder, or one file. */
public sealed interface StoredBackup permits StoredBackup.Folder, TarBackup {

    /** Where it is. */
    Path place();

    /**
     * What it consists of.
     *
     * @throws BackupFailure when that cannot be read
     */
    Manifest manifest();

    /** Paths of all files in it, below {@value Manifest#DATA}; also those of no manifest. */
    List<String> paths() throws IOException;

    /** Octets of a file; -1: it is not there. */
    long size(String path) throws IOException;

    /** Opens a file. */
    InputStream open(String path) throws IOException;

    /**
     * The backup that a path names: itself, or the newest in it.
     *
     * @throws BackupFailure when there is none
     */
    static StoredBackup named(Path path) {
        return Files.isRegularFile(path) ? TarBackup.open(path) : new Folder(Backups.named(path));
    }

    /** One that is a folder. */
    record Folder(Path place) implements StoredBackup {
        @Override
        public Manifest manifest() {
            return Manifest.read(place);
        }

        @Override
        public List<String> paths() throws IOException {
            Path data = place.resolve(Manifest.DATA);
            return Backups.files(data).stream()
                    .map(file -> data.relativize(file).toString())
                    .toList();
        }

        @Override
        public long size(String path) throws IOException {
            Path file = file(path);
            return Files.isRegularFile(file) ? Files.size(file) : -1;
        }

        @Override
        public InputStream open(String path) throws IOException {
            return Files.newInputStream(file(path));
        }

        private Path file(String path) {
            return place.resolve(Manifest.DATA).resolve(path);
        }
    }
}
