package posthorn.delivery.reports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reports between domains: those that we send, and those that come. */
@ConfigMapping(prefix = "posthorn.delivery-worker.reports")
public interface ReportSettings {

    /** Whether domains that ask for it are told how TLS with their hosts went (RFC 8460). */
    @WithDefault("true")
    boolean tls();

    /** Whether domains that ask for it are told of mail in their name (RFC 9990). */
    @WithDefault("true")
    boolean dmarc();

    /** Who reports: a name for people and programs. None: {@code posthorn.hostname}. */
    Optional<String> organization();

    /** Address that they come from. None: postmaster at {@code posthorn.hostname}. */
    Optional<String> from();

    /** How long behind the end of a day (UTC) its reports are made, 1 s to 12 h. */
    @WithDefault("1h")
    Duration delay();

    /**
     * How often counts are added to the store, and reports that are due are looked for, 1 s to 1 h.
     */
    @WithDefault("1m")
    Duration interval();

    /** Rows that are counted in memory between two of these times, 1 to 1000000. */
    @WithDefault("10000")
    int rows();

    /** Rows of one report, 1 to 100000; further ones are left out. */
    @WithDefault("2000")
    int rowsPerReport();

    /** Reports that one worker sends at a time, 1 to 100000; the others follow. */
    @WithDefault("500")
    int reportsAtATime();

    /** Reports of others. */
    Received received();

    /** Reports of others. */
    interface Received {

        /** Local parts of the addresses that they come to, with commas. Empty: none are read. */
        @WithDefault("postmaster")
        Optional<List<String>> localParts();

        /** Octets of a message that is read, 10 KB to 100 MB. */
        @WithDefault("10485760")
        int mostOctets();

        /** Octets of a report when it is unpacked, 10 KB to 1 GB; a longer one is not read. */
        @WithDefault("20971520")
        int mostUnpacked();

        /** Rows of a report that are kept, 1 to 10000; all are counted. */
        @WithDefault("200")
        int rows();

        /** How long they are kept, 1 d to 10 years. */
        @WithDefault("90d")
        Duration keep();
    }
}
