package posthorn.runtime.net;

import org.jspecify.annotations.Nullable;

/** What a connection is encrypted with, as metrics tell it apart. */
enum TlsVersion {
    /** Plain, or the handshake is not done. */
    NONE("none"),
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3"),
    /** Another one. */
    OTHER("other");

    private final String word;

    TlsVersion(String word) {
        this.word = word;
    }

    /** As it stands in the tag {@code tls}. */
    String word() {
        return word;
    }

    /** That of a connection; null: it is plain. */
    static TlsVersion of(@Nullable TlsFacts tls) {
        if (tls == null) {
            return NONE;
        }
        return switch (tls.version()) {
            case "TLSv1.2" -> TLS_1_2;
            case "TLSv1.3" -> TLS_1_3;
            default -> OTHER;
        };
    }
}
