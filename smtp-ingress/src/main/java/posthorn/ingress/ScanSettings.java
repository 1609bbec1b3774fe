package posthorn.ingress;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import posthorn.ingress.scan.ScanPolicy;
import posthorn.ingress.scan.Treatment;

/** A group of {@link IngressSettings}: programs that look into messages. */
public interface ScanSettings {

    /**
     * How long a message waits while as many as {@link #atOnce} are looked into, 10 ms to 1 min.
     */
    @WithDefault("10S")
    Duration waitLimit();

    /** How long all of them together may take for a message, 1 s to 4 min. */
    @WithDefault("30S")
    Duration timeLimit();

    /** How long it may take to connect to one, 10 ms to 1 min. */
    @WithDefault("3S")
    Duration connectLimit();

    /** Messages that are looked into at the same time, 1 to 10000; others wait. */
    @WithDefault("20")
    int atOnce();

    /**
     * What becomes of a message while a scanner is down or busy: {@code accept} or {@code defer}
     * (451).
     */
    @WithDefault("defer")
    ScanPolicy.WhenDown whenDown();

    /** Whether messages of users are looked into, too. */
    @WithDefault("true")
    boolean submissions();

    /** ClamAV. */
    ClamAv clamav();

    /** rspamd. */
    Rspamd rspamd();

    /** ClamAV's daemon. */
    interface ClamAv {
        /** {@code host:port} at which clamd listens (standard port: 3310); empty: not asked. */
        Optional<String> address();

        /**
         * Octets of a message that are looked into, 1000 to 2147483647; not above clamd's
         * StreamMaxLength. A larger one is taken without.
         */
        @WithDefault("52428800")
        long maxSize();
    }

    /** rspamd's normal worker. */
    interface Rspamd {
        /** URL of the worker, as in {@code http://rspamd:11333}; empty: not asked. */
        Optional<String> url();

        /** Octets of a message that are looked into, 1000 to 2147483647. */
        @WithDefault("20971520")
        long maxSize();

        /** What follows from rspamd's {@code reject}: accept, junk, defer or reject. */
        @WithDefault("reject")
        Treatment reject();

        /** The same for {@code soft reject}. */
        @WithDefault("defer")
        Treatment softReject();

        /** The same for {@code greylist}. */
        @WithDefault("accept")
        Treatment greylist();

        /** The same for {@code add header} and {@code rewrite subject}. */
        @WithDefault("junk")
        Treatment addHeader();

        /** Whether messages get the field X-Spam-Status. */
        @WithDefault("true")
        boolean header();
    }
}
