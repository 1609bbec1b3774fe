package posthorn.protocol.tlsrpt;

/**
 * What went wrong with TLS.
 *
 * @param words a sentence for people
 */
public record TlsProblem(TlsResultType type, String words) {}
