package posthorn.launcher.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is whole or none, and a restore puts it where nothing is. */
class BackupsTest {

    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

    @TempDir private Path directory;

    private Path checkpoint;
    private Path backups;
    private Path data;

    @BeforeEach
    void checkpoint() throws IOException {
        checkpoint = directory.resolve("checkpoint");
        backups = directory.resolve("backups");
        data = directory.resolve("data");
        write("store/rocks/000012.sst", "table");
        write("store/rocks/CURRENT", "MANIFEST-1");
        write("master-key", "secret");
    }

    private void write(String path, String content) throws IOException {
        Path file = checkpoint.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Meters quiet() {
        return new Meters(System.err, true, 0);
    }

    private Backups.Made add(String id) {
        try (Backups open = Backups.open(backups)) {
            open.tidy();
            return open.add(id, checkpoint, "test", 3, true, quiet());
        }
    }

    private Restore.Done restore() {
        return new Restore(StoredBackup.named(backups), data, () -> NOW).run(quiet());
    }

    @Test
    void whatWasBackedUpIsRestoredAndNobodyElseMayReadIt() throws IOException {
        add("1");
        Restore.Done done = restore();
        assertEquals("table", Files.readString(data.resolve("store/rocks/000012.sst")));
        assertEquals("secret", Files.readString(data.resolve("master-key")));
        assertEquals(3, done.files());
        assertEquals(NOW.getEpochSecond() + Restore.MARGIN, done.uidValidityFrom());
        assertTrue(
                Files.readString(data.resolve("restored"))
                        .contains("uid-validity-from=" + done.uidValidityFrom()));
        assertFalse(Files.exists(data.resolve("restoring")));
        for (Path root : List.of(backups, data)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path each : all.filter(p -> !p.endsWith("lock")).toList()) {
                    assertEquals(
                            Files.isDirectory(each) ? "rwx------" : "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
                            each.toString());
                }
            }
        }
    }

    @Test
    void tablesThatTheBackupBeforeHasAreLinkedAndAllElseIsCopied() throws IOException {
        Path first = add("1").folder();
        write("store/rocks/000013.sst", "more");
        write("store/rocks/CURRENT", "MANIFEST-2");
        Backups.Made second = add("2");
        String table = "data/store/rocks/000012.sst";
        assertTrue(Files.isSameFile(first.resolve(table), second.folder().resolve(table)));
        assertEquals("more".length() + "MANIFEST-2".length() + "secret".length(), second.copied());
        assertEquals("MANIFEST-1", Files.readString(first.resolve("data/store/rocks/CURRENT")));
        assertEquals(List.of(), Verification.of(StoredBackup.named(second.folder()), quiet()));
    }

    @Test
    void aTableOfTheSameNameThatIsAnotherIsCopied() throws IOException {
        add("1");
        Files.delete(checkpoint.resolve("store/rocks/000012.sst"));
        write("store/rocks/000012.sst", "other");
        Path second = add("2").folder();
        assertEquals("other", Files.readString(second.resolve("data/store/rocks/000012.sst")));
    }

    @Test
    void verifyNamesWhatIsDamaged() throws IOException {
        Path backup = add("1").folder();
        Files.writeString(backup.resolve("data/store/rocks/000012.sst"), "tabla");
        Files.delete(backup.resolve("data/master-key"));
        Files.writeString(backup.resolve("data/extra"), "");
        assertEquals(
                List.of(
                        "master-key is missing",
                        "store/rocks/000012.sst is damaged: its SHA-256 is another one",
                        "extra is not in the manifest"),
                Verification.of(StoredBackup.named(backup), quiet()).stream()
                        .map(fault -> fault.path() + " " + fault.what())
                        .toList());
        String told = "" + assertThrows(BackupFailure.class, this::restore).getMessage();
        assertTrue(told.contains("master-key") || told.contains("000012.sst"), told);
    }

    @Test
    void aFolderWithoutAManifestIsNoneAndTheNextRunRemovesIt() throws IOException {
        Path first = add("1").folder();
        Files.delete(first.resolve("manifest.json"));
        assertThrows(BackupFailure.class, () -> Backups.named(backups));
        add("2");
        assertFalse(Files.exists(first));
        assertEquals(backups.resolve("2"), Backups.named(backups));
    }

    @Test
    void aRestoreThatWasInterruptedGoesOn() throws IOException {
        add("1");
        restore();
        Files.delete(data.resolve("restored"));
        Files.writeString(data.resolve("restoring"), "1\n");
        Files.delete(data.resolve("store/rocks/CURRENT"));
        Files.writeString(data.resolve("master-key"), "sec");
        assertEquals(2, restore().files());
        assertEquals("secret", Files.readString(data.resolve("master-key")));
    }

    @Test
    void aDirectoryIsMarkedAtEachMomentUntilItIsWhole() throws IOException {
        Path lost = add("1").folder().resolve("data/store/rocks/CURRENT");
        byte[] content = Files.readAllBytes(lost);
        Files.delete(lost);
        assertThrows(BackupFailure.class, this::restore);
        Path mark = data.resolve("restoring");
        Object first = Files.readAttributes(mark, BasicFileAttributes.class).fileKey();
        assertThrows(BackupFailure.class, this::restore);
        assertEquals(first, Files.readAttributes(mark, BasicFileAttributes.class).fileKey());
        Files.write(lost, content);
        restore();
        assertFalse(Files.exists(mark));
    }

    @Test
    void aRestoreThatDiedBeforeItsMarkBeginsAnew() throws IOException {
        add("1");
        Files.createDirectories(data);
        Files.writeString(data.resolve("lock"), "");
        Files.writeString(data.resolve("restoring.part"), "");
        assertEquals(3, restore().files());
        assertFalse(Files.exists(data.resolve("restoring.part")));
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        add("1");
        Files.createDirectories(data);
        Files.writeString(data.resolve("admin-token"), "mine");
        assertThrows(BackupFailure.class, this::restore);
        assertEquals("mine", Files.readString(data.resolve("admin-token")));
    }

    @Test
    void aSecondRestoreBeginsAboveTheFirst() throws IOException {
        add("1");
        long first = restore().uidValidityFrom();
        Files.copy(data.resolve("restored"), checkpoint.resolve("restored"));
        add("2");
        data = directory.resolve("again");
        assertEquals(first + Restore.MARGIN, restore().uidValidityFrom());
    }

    @Test
    void aCheckpointThatIsDroppedWhileItIsCopiedIsNoBackup() throws IOException {
        List<Path> files = Backups.files(checkpoint);
        Backups.unchanged(checkpoint, files);
        Files.delete(checkpoint.resolve("store/rocks/CURRENT"));
        assertThrows(IOException.class, () -> Backups.unchanged(checkpoint, files));
        Path tar = directory.resolve("b.tar");
        assertThrows(
                BackupFailure.class,
                () -> TarBackup.write(tar, "1", directory.resolve("gone"), "test", 0, quiet()));
        try (Stream<Path> left = Files.list(directory)) {
            assertTrue(left.noneMatch(each -> each.toString().contains("b.tar")));
        }
    }

    @Test
    void onlySoManyAreKept() {
        add("1");
        add("2");
        add("3");
        try (Backups open = Backups.open(backups)) {
            assertEquals(2, open.keep(1));
        }
        assertEquals(List.of(backups.resolve("3")), Backups.complete(backups));
    }

    @Test
    void oneFileHasAllOfItAndIsReadByTarAndRestored() throws Exception {
        Path file = directory.resolve("posthorn.tar");
        TarBackup.write(file, "1", checkpoint, "test", 3, quiet());
        assertEquals(List.of(), Verification.of(StoredBackup.named(file), quiet()));
        assertThrows(
                BackupFailure.class,
                () -> TarBackup.write(file, "2", checkpoint, "test", 3, quiet()));
        new Restore(StoredBackup.named(file), data, () -> NOW).run(quiet());
        assertEquals("table", Files.readString(data.resolve("store/rocks/000012.sst")));
        Process tar = new ProcessBuilder("tar", "-tf", file.toString()).start();
        String listed = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(listed.endsWith("data/store/rocks/CURRENT\nmanifest.json\n"), listed);
        byte[] octets = Files.readAllBytes(file);
        octets[512] ^= 1;
        Files.write(file, octets);
        assertEquals(1, Verification.of(StoredBackup.named(file), quiet()).size());
        Files.write(file, Arrays.copyOf(octets, 2048));
        assertThrows(BackupFailure.class, () -> StoredBackup.named(file).manifest());
    }

    @Test
    void aForgedManifestLeadsNowhereElse() throws IOException {
        Path manifest = add("1").folder().resolve("manifest.json");
        Files.writeString(
                manifest, Files.readString(manifest).replace("master-key", "../../../master-key"));
        assertThrows(BackupFailure.class, this::restore);
    }
}
