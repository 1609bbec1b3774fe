package posthorn.mailbox.certificate;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.tls.CertificatePem;

/** Whoever issues certificates. Its calls wait. */
public interface CertificateAuthority {

    /** What an order needs of us while it goes on. */
    interface Proof {
        /** Shows a challenge from now on; returns when everybody who may be asked can answer. */
        void show(String token, String authorization) throws InterruptedException, Lost;

        /** The authority has looked. */
        void hide(String token);

        /**
         * Says that the order goes on.
         *
         * @throws Lost somebody else orders the same
         */
        void alive() throws Lost;
    }

    /** The order is not ours any more. */
    final class Lost extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The authority does not issue now, or gave no answer. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Instant notBefore;

        /**
         * A refusal.
         *
         * @param words for the operator: what the authority says
         * @param notBefore when it may be asked again; null: it does not say
         */
        public Refused(String words, @Nullable Instant notBefore) {
            super(words);
            this.notBefore = notBefore;
        }

        /** When it may be asked again; empty: it does not say. */
        public Optional<Instant> notBefore() {
            return Optional.ofNullable(notBefore);
        }
    }

    /**
     * A new certificate.
     *
     * @param pem itself and its key
     * @param notAfter when it ends
     * @param renewFrom when the next one is to be ordered
     */
    record Issued(CertificatePem pem, Instant notAfter, Instant renewFrom) {}

    /**
     * Orders a certificate.
     *
     * @param name one host name
     * @param replaced the chain that it takes the place of, PEM; empty: it is the first
     */
    Issued order(String name, Optional<String> replaced, Proof proof)
            throws Refused, Lost, InterruptedException;

    /**
     * What the authority says of the next one (RFC 9773).
     *
     * @param renewFrom when it is to be ordered
     * @param askAgain when this is to be asked again; empty: it does not say
     */
    record Renewal(Instant renewFrom, Optional<Instant> askAgain) {}

    /**
     * When the authority wants the next one ordered; empty: it does not say.
     *
     * @param chain that it has issued, PEM
     * @param planned when it is going to be ordered; stays so where that suits the authority
     */
    Optional<Renewal> renewal(String chain, Instant planned);
}
