package posthorn.standalone.backup;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Properties;
import posthorn.runtime.settings.BadSetting;

/** What {@code posthorn restore} leaves in a data directory for the next start. */
public final class Restored {

    /** The setting that a restore makes. */
    public static final String UID_VALIDITY_FROM = "posthorn.mailbox-api.restore.uid-validity-from";

    /** Stands in a directory from the first to the last file of a restore. */
    static final String UNFINISHED = "restoring";

    /** Stands in a directory that was restored, for good. */
    static final String FINISHED = "restored";

    private Restored() {}

    /**
     * Refuses a directory in which a restore has not come to its end.
     *
     * @throws BadSetting that says what to do
     */
    public static void refuseUnfinished(Path directory) {
        if (Files.exists(directory.resolve(UNFINISHED))) {
            throw new BadSetting(
                    "posthorn.standalone.data-dir",
                    directory
                            + " is half restored. Run 'posthorn restore' again with the same backup;"
                            + " it goes on where it stopped.");
        }
    }

    /**
     * The lowest UIDVALIDITY that mailboxes may have; empty: the directory was never restored.
     *
     * @throws BadSetting when the file is there and does not say it
     */
    public static OptionalLong uidValidityFrom(Path directory) {
        Path file = directory.resolve(FINISHED);
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return OptionalLong.of(Long.parseLong(properties.getProperty(UID_VALIDITY_FROM, "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(
                    UID_VALIDITY_FROM, "is no number in " + file + ": restore the backup again");
        }
    }
}
