package posthorn.mailbox.clientsettings;

import java.net.URI;
import java.util.Optional;

/**
 * Where the HTTP port is reached from outside.
 *
 * @param base what links begin with, without a slash at the end; empty: the address by which a page
 *     was asked for
 * @param host name that records lead to
 * @param port of HTTPS there
 */
public record PageAddress(Optional<String> base, String host, int port) {

    private static final int HTTPS = 443;

    /**
     * As a setting says.
     *
     * @param url of a host, without a path; empty: it is not said
     * @param otherwise the host then
     */
    public static PageAddress of(Optional<String> url, String otherwise) {
        if (url.isEmpty()) {
            return new PageAddress(Optional.empty(), otherwise, HTTPS);
        }
        URI said = URI.create(url.get());
        String base = said.getScheme() + "://" + said.getAuthority();
        return new PageAddress(
                Optional.of(base), said.getHost(), said.getPort() < 0 ? HTTPS : said.getPort());
    }
}
