package posthorn.protocol.sasl;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The mechanisms by which the client of one connection may sign in, now.
 *
 * @param mechanisms in the order in which they are announced
 * @param bindings to which SCRAM may tie itself
 * @param certificateAddresses rfc822Names of the certificate that the client has shown, verified
 */
public record SaslOffer(
        List<SaslMechanism> mechanisms,
        ChannelBindings bindings,
        List<String> certificateAddresses) {

    /** Nothing may be used. */
    public static final SaslOffer NONE = new SaslOffer(List.of(), ChannelBindings.NONE, List.of());

    /** Keeps the lists from changing, and leaves out what cannot work on this connection. */
    public SaslOffer {
        certificateAddresses = List.copyOf(certificateAddresses);
        boolean certified = !certificateAddresses.isEmpty();
        boolean bound = !bindings.isEmpty();
        mechanisms =
                mechanisms.stream()
                        .filter(each ->
                                switch (each) {
                                    case SCRAM_SHA_256_PLUS -> bound;
                                    case EXTERNAL -> certified;
                                    case SCRAM_SHA_256, OAUTHBEARER, XOAUTH2, PLAIN, LOGIN -> true;
                                })
                        .toList();
    }

    /** These mechanisms where nothing is known of the connection. */
    public static SaslOffer of(List<SaslMechanism> mechanisms) {
        return new SaslOffer(mechanisms, ChannelBindings.NONE, List.of());
    }

    /** Whether a password may be shown or proven, as commands such as IMAP's LOGIN do. */
    public boolean takesPasswords() {
        return mechanisms.contains(SaslMechanism.PLAIN) || mechanisms.contains(SaslMechanism.LOGIN);
    }

    /** Names of the mechanisms, with a space between; empty: there are none. */
    public String words() {
        return mechanisms.stream().map(SaslMechanism::word).collect(Collectors.joining(" "));
    }

    /**
     * First step of a mechanism; empty: none of this name, without regard to case, is offered.
     *
     * @param initialResponse the base64 that came with the command, or {@code =} for an empty one;
     *     null: none came
     */
    public Optional<SaslStep> start(String name, @Nullable String initialResponse) {
        SaslMechanism mechanism = SaslMechanism.named(name);
        return mechanism == null || !mechanisms.contains(mechanism)
                ? Optional.empty()
                : Optional.of(mechanism.start(initialResponse, this));
    }
}
