package posthorn.ingress;

import java.util.List;
import java.util.Optional;
import posthorn.runtime.net.Networks;
import posthorn.runtime.net.ProxyProtocol;
import posthorn.runtime.net.ProxySettings;

/**
 * Which peers of a listener may say for whom they speak, and how.
 *
 * @param proxy by a PROXY header
 * @param xclient by XCLIENT
 */
public record TrustedPeers(ProxyProtocol proxy, Networks xclient) {
    private static final String PREFIX = "posthorn.smtp-ingress.";

    /** Those of the port for mail from other servers. */
    public static TrustedPeers mx(IngressSettings settings) {
        return of("mx", settings.proxy().mx(), settings.xclient().mx());
    }

    /** Those of the port for users' mail. */
    public static TrustedPeers submission(IngressSettings settings) {
        return of("submission", settings.proxy().submission(), settings.xclient().submission());
    }

    /** Those of the one for networks that block it. */
    public static TrustedPeers submissionAlternate(IngressSettings settings) {
        return of(
                "submission-alternate",
                settings.proxy().submissionAlternate(),
                settings.xclient().submissionAlternate());
    }

    /** Those of the port for users' mail that begins with TLS. */
    public static TrustedPeers submissions(IngressSettings settings) {
        return of("submissions", settings.proxy().submissions(), settings.xclient().submissions());
    }

    /** Refuses what is wrong, with its full key. */
    static void check(IngressSettings settings) {
        mx(settings);
        submission(settings);
        submissionAlternate(settings);
        submissions(settings);
    }

    private static TrustedPeers of(
            String listener, ProxySettings proxy, Optional<List<String>> xclient) {
        return new TrustedPeers(
                ProxySettings.check(PREFIX + "proxy." + listener + ".", proxy),
                Networks.trusted(PREFIX + "xclient." + listener, xclient.orElse(List.of())));
    }
}
