package posthorn.protocol.sasl;

import java.util.List;

/** What somebody shows to be let in. Never logged: what {@code toString} says is no secret. */
public sealed interface Credential {

    /**
     * A password.
     *
     * @param login as typed, an address or its local part
     */
    record Password(String login, String password) implements Credential {
        @Override
        public String toString() {
            return "Password[login=" + login + "]";
        }
    }

    /**
     * That somebody knows a password, by SCRAM-SHA-256 (RFC 5802, RFC 7677). Nonce and channel
     * binding were checked; the proof was not.
     *
     * @param login as typed
     * @param clientFirstBare {@code client-first-message-bare}
     * @param serverFirst {@code server-first-message}
     * @param clientFinal {@code client-final-message-without-proof}
     */
    record ScramProof(
            String login,
            String clientFirstBare,
            String serverFirst,
            String clientFinal,
            ScramOctets proof)
            implements Credential {

        /** What the proof is about (RFC 5802 §3). */
        public String authMessage() {
            return clientFirstBare + "," + serverFirst + "," + clientFinal;
        }

        @Override
        public String toString() {
            return "ScramProof[login=" + login + "]";
        }
    }

    /**
     * A token of an OpenID Connect issuer (RFC 7628, XOAUTH2).
     *
     * @param login whom the client wants to be; empty: whom the token names
     */
    record BearerToken(String login, String token) implements Credential {
        @Override
        public String toString() {
            return "BearerToken[login=" + login + "]";
        }
    }

    /**
     * A certificate that the client has shown and that was verified (EXTERNAL, RFC 4422).
     *
     * @param login whom the client wants to be; empty: whom the certificate names
     * @param addresses its rfc822Names
     */
    record ClientCertificate(String login, List<String> addresses) implements Credential {
        /** Keeps the addresses from changing. */
        public ClientCertificate {
            addresses = List.copyOf(addresses);
        }
    }

    /** Whom the client wants to be, as typed; empty: whom the credential names. */
    String login();
}
