package posthorn.launcher.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares a backup with its manifest, octet by octet. */
public final class Verification {

    /** A file that is not as the manifest says, and what is wrong with it. */
    public record Fault(String path, String what) {}

    private Verification() {}

    /**
     * What is wrong with a backup; empty: nothing is.
     *
     * @throws BackupFailure when its manifest cannot be read
     */
    public static List<Fault> of(StoredBackup backup, Meters meters) {
        Manifest manifest = backup.manifest();
        meters.expect(manifest.octets());
        List<Fault> faults = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Manifest.Entry entry : manifest.files()) {
            known.add(entry.path());
            String wrong = wrong(backup, entry, meters);
            if (!wrong.isEmpty()) {
                faults.add(new Fault(entry.path(), wrong));
            }
        }
        try {
            for (String path : backup.paths()) {
                if (!known.contains(path)) {
                    faults.add(new Fault(path, "is not in the manifest"));
                }
            }
        } catch (IOException e) {
            faults.add(new Fault(Manifest.DATA, "cannot be read: " + e));
        }
        return faults;
    }

    private static String wrong(StoredBackup backup, Manifest.Entry entry, Meters meters) {
        try {
            long octets = backup.size(entry.path());
            if (octets < 0) {
                return "is missing";
            }
            if (octets != entry.octets()) {
                return "has " + octets + " octets and should have " + entry.octets();
            }
            try (InputStream in = backup.open(entry.path())) {
                return Disk.sha256(in, meters::passed).equals(entry.sha256())
                        ? ""
                        : "is damaged: its SHA-256 is another one";
            }
        } catch (IOException e) {
            return "cannot be read: " + e;
        }
    }
}
