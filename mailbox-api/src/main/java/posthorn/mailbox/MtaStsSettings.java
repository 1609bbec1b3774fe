package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The policies that our domains have for whoever brings them mail (RFC 8461), and where they are
 * served: at {@code https://mta-sts.<domain>/.well-known/mta-sts.txt}, by the name that the client
 * asks for. HTTPS is made by whatever stands in front of the HTTP port.
 */
@ConfigMapping(prefix = "posthorn.mailbox-api.mta-sts")
public interface MtaStsSettings {

    /** The modes of a policy. */
    enum Mode {
        /** There is no policy, and no record of one. */
        OFF,
        /** There is one that takes back another one. */
        NONE,
        /** Others tell us where they would not bring mail, and bring it. */
        TESTING,
        /** Others bring mail only over TLS, to the hosts of the policy. */
        ENFORCE
    }

    /** Mode of all domains, but for {@link #overrides}. */
    @WithDefault("testing")
    Mode mode();

    /** Modes of single domains, as in {@code example.org=enforce}, with commas. */
    Optional<List<String>> overrides();

    /** How long others may keep a policy, 1 h to 365 days. */
    @WithDefault("7d")
    Duration maxAge();

    /**
     * Hosts that take mail for our domains, as their MX records name them, with commas; {@code
     * *.example.org} is one for each label. None: {@code posthorn.hostname}.
     */
    Optional<List<String>> mx();

    /**
     * Host that serves the policies over HTTPS, for the record of {@code mta-sts.<domain>}. None:
     * {@code posthorn.hostname}.
     */
    Optional<String> host();
}
