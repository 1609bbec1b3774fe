package posthorn.runtime.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.SecretFile;

/** What the log says. The same for all services. */
@ConfigMapping(prefix = "posthorn.log")
public interface LogSettings {

    /** How mail addresses are written, as {@link LoggedAddress.Form} says. */
    @WithDefault("full")
    LoggedAddress.Form addresses();

    /**
     * File whose first line is the key of hashed addresses; with the same one in all pods an
     * address has the same hash everywhere. None: each process makes a key of its own.
     */
    Optional<Path> addressKeyFile();

    /**
     * File for the audit log, JSON lines. None: its lines stand in the log with all others, in the
     * form that those have.
     */
    Optional<Path> auditFile();

    /** Octets of the audit file after which a new one begins, 64 KiB to 1 TiB. */
    @WithDefault("104857600")
    long auditFileOctets();

    /** Older audit files that are kept, 1 to 10000. */
    @WithDefault("50")
    int auditFilesKept();

    /** Refuses what cannot be used. */
    static void check(LogSettings settings) {
        BadSetting.unlessWithin(
                "posthorn.log.audit-file-octets", settings.auditFileOctets(), 65_536, 1L << 40);
        BadSetting.unlessWithin(
                "posthorn.log.audit-files-kept", settings.auditFilesKept(), 1, 10_000);
        settings.addressKeyFile()
                .ifPresent(file -> SecretFile.read("posthorn.log.address-key-file", file));
    }
}
