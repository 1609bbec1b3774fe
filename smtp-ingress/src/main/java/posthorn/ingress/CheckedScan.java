package posthorn.ingress;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import posthorn.ingress.scan.ClamAv;
import posthorn.ingress.scan.Rspamd;
import posthorn.ingress.scan.ScanPolicy;
import posthorn.ingress.scan.Scanner;
import posthorn.ingress.scan.Treatment;
import posthorn.runtime.settings.BadSetting;

/** The settings of scanners, as they are used. */
public final class CheckedScan {
    private static final String PREFIX = "posthorn.smtp-ingress.scan.";
    private static final int CLAMD_PORT = 3310;
    private static final int LAST_PORT = 65_535;

    private CheckedScan() {}

    private record HostPort(String host, int port) {}

    /** The scanners that are set; they connect when they are asked. */
    public static List<Scanner> scanners(ScanSettings settings) {
        List<Scanner> scanners = new ArrayList<>();
        settings.clamav()
                .address()
                .map(CheckedScan::hostPort)
                .ifPresent(clamd ->
                        scanners.add(
                                new ClamAv(
                                        clamd.host(),
                                        clamd.port(),
                                        settings.clamav().maxSize(),
                                        settings.connectLimit())));
        settings.rspamd()
                .url()
                .map(CheckedScan::url)
                .ifPresent(url ->
                        scanners.add(
                                new Rspamd(
                                        url,
                                        settings.rspamd().maxSize(),
                                        actions(settings.rspamd()),
                                        settings.rspamd().header(),
                                        settings.connectLimit())));
        return scanners;
    }

    /** How they are asked. */
    public static ScanPolicy policy(ScanSettings settings) {
        return new ScanPolicy(
                settings.waitLimit(),
                settings.timeLimit(),
                settings.atOnce(),
                settings.whenDown(),
                settings.submissions());
    }

    private static Map<String, Treatment> actions(ScanSettings.Rspamd settings) {
        return Map.of(
                "reject", settings.reject(),
                "soft reject", settings.softReject(),
                "greylist", settings.greylist(),
                "add header", settings.addHeader(),
                "rewrite subject", settings.addHeader());
    }

    /**
     * Checks every value that has bounds.
     *
     * @throws BadSetting with the key of the first that is out of them
     */
    static void check(ScanSettings settings) {
        BadSetting.unlessWithin(
                PREFIX + "wait-limit",
                settings.waitLimit(),
                Duration.ofMillis(10),
                Duration.ofMinutes(1));
        BadSetting.unlessWithin(
                PREFIX + "time-limit",
                settings.timeLimit(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(4));
        BadSetting.unlessWithin(
                PREFIX + "connect-limit",
                settings.connectLimit(),
                Duration.ofMillis(10),
                Duration.ofMinutes(1));
        BadSetting.unlessWithin(PREFIX + "at-once", settings.atOnce(), 1, 10_000);
        size("clamav.max-size", settings.clamav().maxSize());
        size("rspamd.max-size", settings.rspamd().maxSize());
        settings.clamav().address().ifPresent(CheckedScan::hostPort);
        settings.rspamd().url().ifPresent(CheckedScan::url);
    }

    private static void size(String key, long value) {
        BadSetting.unlessWithin(PREFIX + key, value, 1000, Integer.MAX_VALUE);
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text.strip());
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new BadSetting(
                PREFIX + "rspamd.url", "'" + text + "' is no URL, as in http://rspamd:11333");
    }

    private static HostPort hostPort(String address) {
        int colon = address.lastIndexOf(':');
        boolean hasPort = colon > 0 && (address.indexOf(':') == colon || address.contains("]:"));
        String host = (hasPort ? address.substring(0, colon) : address).replaceAll("[\\[\\]]", "");
        try {
            int port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : CLAMD_PORT;
            if (!host.isBlank() && port > 0 && port <= LAST_PORT) {
                return new HostPort(host, port);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new BadSetting(
                PREFIX + "clamav.address",
                "'" + address + "' is no host with its port, as in clamav:" + CLAMD_PORT);
    }
}
