package posthorn.protocol.sasl;

import org.jspecify.annotations.Nullable;

/** A mechanism that we offer. */
public enum SaslMechanism {
    /** RFC 4616. */
    PLAIN {
        @Override
        public SaslStep start(@Nullable String initialResponse) {
            return initialResponse == null
                    ? new SaslStep.Challenge("", SaslPlain::respond)
                    : SaslPlain.respond(SaslResponse.initial(initialResponse));
        }
    },
    /** The older way of many clients (draft-murchison-sasl-login): asks for name, then password. */
    LOGIN {
        @Override
        public SaslStep start(@Nullable String initialResponse) {
            return initialResponse == null
                    ? new SaslStep.Challenge(SaslLogin.USERNAME, SaslLogin::username)
                    : SaslLogin.username(SaslResponse.initial(initialResponse));
        }
    };

    /**
     * First step.
     *
     * @param initialResponse the base64 that came with the command, or {@code =} for an empty one;
     *     null: none came
     */
    public abstract SaslStep start(@Nullable String initialResponse);

    /** Mechanism of that name, without regard to case; null: we have none. */
    public static @Nullable SaslMechanism named(String name) {
        for (SaslMechanism mechanism : values()) {
            if (mechanism.name().equalsIgnoreCase(name)) {
                return mechanism;
            }
        }
        return null;
    }
}
