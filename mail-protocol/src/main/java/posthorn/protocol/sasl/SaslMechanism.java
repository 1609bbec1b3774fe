package posthorn.protocol.sasl;

import org.jspecify.annotations.Nullable;

/** A mechanism that we know, the strongest first. */
public enum SaslMechanism {
    /** RFC 7677, with channel binding. */
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS") {
        @Override
        SaslStep respond(String line, SaslOffer offer) {
            return SaslScram.first(line, true, offer);
        }
    },
    /** RFC 7677. */
    SCRAM_SHA_256("SCRAM-SHA-256") {
        @Override
        SaslStep respond(String line, SaslOffer offer) {
            return SaslScram.first(line, false, offer);
        }
    },
    /** RFC 7628: a token of an OpenID Connect issuer. */
    OAUTHBEARER("OAUTHBEARER") {
        @Override
        SaslStep respond(String line, SaslOffer offer) {
            return SaslBearer.oauthbearer(line);
        }
    },
    /** The older way of Google and Microsoft to show such a token. */
    XOAUTH2("XOAUTH2") {
        @Override
        SaslStep respond(String line, SaslOffer offer) {
            return SaslBearer.xoauth2(line);
        }
    },
    /** RFC 4422 appendix A: what the certificate of the client says. */
    EXTERNAL("EXTERNAL") {
        @Override
        SaslStep respond(String line, SaslOffer offer) {
            return SaslExternal.respond(line, offer.certificateAddresses());
        }
    },
    /** RFC 4616. */
    PLAIN("PLAIN") {
        @Override
        SaslStep respond(String line, SaslOffer offer) {
            return SaslPlain.respond(line);
        }
    },
    /** The older way of many clients (draft-murchison-sasl-login): asks for name, then password. */
    LOGIN("LOGIN") {
        @Override
        SaslStep respond(String line, SaslOffer offer) {
            return SaslLogin.username(line);
        }
    };

    private final String word;

    SaslMechanism(String word) {
        this.word = word;
    }

    /** As it is named on the wire. */
    public String word() {
        return word;
    }

    /**
     * First step.
     *
     * @param initialResponse the base64 that came with the command, or {@code =} for an empty one;
     *     null: none came
     * @param offer of the connection
     */
    SaslStep start(@Nullable String initialResponse, SaslOffer offer) {
        return initialResponse == null
                ? new SaslStep.Challenge(
                        this == LOGIN ? SaslLogin.USERNAME : "", line -> respond(line, offer))
                : respond(SaslResponse.initial(initialResponse), offer);
    }

    /** Step after the first line of the client. */
    abstract SaslStep respond(String line, SaslOffer offer);

    /** Mechanism of that name, without regard to case; null: we know none. */
    public static @Nullable SaslMechanism named(String name) {
        for (SaslMechanism mechanism : values()) {
            if (mechanism.word.equalsIgnoreCase(name)) {
                return mechanism;
            }
        }
        return null;
    }
}
