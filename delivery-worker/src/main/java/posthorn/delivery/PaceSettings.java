package posthorn.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/**
 * How fast mail goes to the hosts of others. A site is all destinations whose mail hosts are of the
 * same registered domains; its bounds are those of all workers together.
 */
@ConfigMapping(prefix = "posthorn.pace")
public interface PaceSettings {

    /** Connections at once to a site of which nothing is known, 1 to 1000. */
    @WithDefault("10")
    int firstConnections();

    /** Connections at once to a site that takes all mail without complaint, 1 to 1000. */
    @WithDefault("40")
    int mostConnections();

    /** Connections of a worker that has no share of a site's, 1 to 100. */
    @WithDefault("5")
    int aloneConnections();

    /**
     * Messages per minute that the bound on a site does not fall below, however often it asks for
     * less, 1 to 100000.
     */
    @WithDefault("30")
    int leastPerMinute();

    /** Messages per minute from which there is no bound on a site any more, 1 to 1000000. */
    @WithDefault("10000")
    int mostPerMinute();

    /** What the bound grows by in each minute of good replies, 1 to 100000. */
    @WithDefault("120")
    int stepPerMinute();

    /** Messages per minute of a worker that has no share of a site's bound, 1 to 100000. */
    @WithDefault("15")
    int alonePerMinute();

    /** How often shares are looked at and what hosts said is told, 100 ms to 1 min. */
    @WithDefault("1s")
    Duration round();

    /**
     * How long a worker's share counts without being renewed, 3 s to 10 min; the others have it
     * after twice that time.
     */
    @WithDefault("15s")
    Duration lease();

    /** Attempts in a row without any reply from which on a site rests, 1 to 1000. */
    @WithDefault("10")
    int deadAfter();

    /** Its first rest, 1 s to 1 h; with every fourth further attempt it is twice as long. */
    @WithDefault("10s")
    Duration firstRest();

    /** Its longest rest, 1 s to 1 d. */
    @WithDefault("5m")
    Duration longestRest();

    /** Attempts that wait in memory for one site, 1 to 1000000; others wait in the queue. */
    @WithDefault("1000")
    int waitingPerSite();

    /** Sites, and destinations, that a worker remembers, 100 to 10000000. */
    @WithDefault("20000")
    int remembered();

    /** Sites that have gauges, those with the most attempts in hand, 0 to 1000. */
    @WithDefault("10")
    int sitesWithGauges();

    /** Bounds for an address that large providers do not know yet. */
    WarmUp warmUp();

    /** Bounds for an address that large providers do not know yet. */
    interface WarmUp {

        /**
         * Whether there is a bound on the messages of a day to each large provider, which doubles
         * each day that goes well. To be switched off where mail has come from the address for
         * long.
         */
        @WithDefault("true")
        boolean enabled();

        /**
         * A name for the address that mail goes out from, as in {@code 192.0.2.1}, at most 100
         * characters; with another one the warm-up begins anew.
         */
        @WithDefault("default")
        String address();

        /** Messages to each provider on the first day, 1 to 1000000. */
        @WithDefault("200")
        long first();

        /** Messages of a day from which there is no bound any more, 1 to 1000000000. */
        @WithDefault("20000")
        long done();

        /**
         * The large providers: suffixes of the names of their mail hosts, at most 1000. Each is
         * one.
         */
        @WithDefault(
                "google.com,googlemail.com,outlook.com,mx.microsoft,hotmail.com,yahoodns.net,"
                        + "icloud.com,gmx.net,web.de,t-online.de,1and1.com,kundenserver.de,"
                        + "comcast.net,charter.net,orange.fr,free.fr,laposte.net,libero.it,"
                        + "virginmedia.com,btinternet.com,ziggo.nl,mail.ru,yandex.net,yandex.ru,"
                        + "qq.com,netease.com,naver.com,uol.com.br,terra.com,bluewin.ch,gmx.com,"
                        + "mail.com,zoho.com,zoho.eu,protonmail.ch,fastmail.com,messagingengine.com,"
                        + "mimecast.com,pphosted.com,ppe-hosted.com,iphmx.com,barracudanetworks.com")
        List<String> providers();
    }
}
