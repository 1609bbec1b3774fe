package posthorn.standalone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the installation on one machine. They are read before the services start. */
@ConfigMapping(prefix = "posthorn.standalone")
public interface StandaloneSettings {

    /**
     * Directory that keeps everything: log, store, tokens, certificate. Made when it is not there.
     */
    @WithDefault("data")
    Path dataDir();

    /**
     * Below this much free space on the disk of the data directory, in bytes, no mail is taken: 452
     * 4.3.1.
     */
    @WithDefault("536870912")
    long minFreeBytes();

    /** How often the free space is looked at, 100 ms to 1 h. */
    @WithDefault("2s")
    Duration freeSpaceInterval();

    /** Port of the embedded broker on loopback; 0: any free one. */
    @WithDefault("0")
    int kafkaPort();

    /** Port of the embedded store on loopback; 0: any free one. */
    @WithDefault("0")
    int mongodbPort();

    /**
     * Whether the embedded store flushes before it answers. Off, a power cut loses mail: only for
     * experiments.
     */
    @WithDefault("true")
    boolean storeFlush();

    /**
     * Whether to start although the embedded store's log lacks acknowledged writes, as after damage
     * of the disk: they and all later ones of the log are dropped. Only for one start, with a copy
     * of the directory at hand.
     */
    @WithDefault("false")
    boolean storeAcceptLoss();

    /**
     * File that gets the length of each of the store's log files at each completed sync: only for
     * tests of a power cut.
     */
    Optional<Path> storeSyncedLengths();
}
