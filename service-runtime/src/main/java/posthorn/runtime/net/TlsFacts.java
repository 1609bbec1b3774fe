package posthorn.runtime.net;

/**
 * What the handshake agreed on.
 *
 * @param version as in {@code TLSv1.3}
 * @param cipher the suite, as in {@code TLS_AES_128_GCM_SHA256}
 */
public record TlsFacts(String version, String cipher) {

    /** Version and suite with a space between, as arrival facts and Received fields have it. */
    @Override
    public String toString() {
        return version + " " + cipher;
    }
}
