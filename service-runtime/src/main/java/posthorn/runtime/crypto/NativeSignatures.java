package posthorn.runtime.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Those signatures of the Amazon Corretto Crypto Provider that mail is signed with, in front of
 * Java's own. Nothing else of it is used. A key that the library does not take, one with a long
 * exponent for instance, is Java's again: a {@link java.security.Signature} goes on to the next
 * provider by itself.
 */
public final class NativeSignatures extends Provider {

    private static final Logger LOG = Logger.getLogger(NativeSignatures.class);
    private static final String NAME = "PosthornSignatures";
    private static final String LIBRARY =
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private static final List<String> ALGORITHMS = List.of("SHA256withRSA", "Ed25519");
    private static final long serialVersionUID = 1L;

    private NativeSignatures(List<Service> signatures) {
        super(NAME, "1", "RSA and Ed25519 signatures by a native library");
        signatures.forEach(signature -> putService(new Delegated(this, signature)));
    }

    /**
     * Makes them the first choice of the whole process. Twice is once. Where there is no library
     * for this machine, or it cannot be loaded, Java goes on computing, and the log says so.
     */
    public static void install() {
        if (Security.getProvider(NAME) != null) {
            return;
        }
        library()
                .ifPresentOrElse(
                        library -> Security.insertProviderAt(of(library), 1),
                        () ->
                                LOG.info(
                                        "there is no native library for signatures: Java computes them"));
    }

    private static NativeSignatures of(Provider library) {
        return new NativeSignatures(
                ALGORITHMS.stream()
                        .map(name -> library.getService("Signature", name))
                        .filter(service -> service != null)
                        .toList());
    }

    /** Only named here: on a platform without it the class is not there. */
    private static Optional<Provider> library() {
        try {
            Class<?> type = Class.forName(LIBRARY);
            Provider library = (Provider) type.getField("INSTANCE").get(null);
            Throwable trouble = (Throwable) type.getMethod("getLoadingError").invoke(library);
            if (trouble != null) {
                LOG.warnf("the native library for signatures cannot be loaded: %s", trouble);
                return Optional.empty();
            }
            return Optional.of(library);
        } catch (ReflectiveOperationException | LinkageError notThere) {
            return Optional.empty();
        }
    }

    /** A service of the library under our name. */
    private static final class Delegated extends Service {

        private final Service signature;

        private Delegated(Provider ours, Service signature) {
            super(
                    ours,
                    signature.getType(),
                    signature.getAlgorithm(),
                    signature.getClassName(),
                    List.of(),
                    null);
            this.signature = signature;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            return signature.newInstance(parameter);
        }

        @Override
        public boolean supportsParameter(@Nullable Object key) {
            return signature.supportsParameter(key);
        }
    }
}
