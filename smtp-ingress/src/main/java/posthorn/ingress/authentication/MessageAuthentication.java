package posthorn.ingress.authentication;

/** The checks of one message on their way. For one thread at a time. */
public interface MessageAuthentication {

    /** Octets of the header that are kept until the end. */
    int octetsHeld();

    /** The next octets of the body, {@code octets[from..to)}; they are not kept. */
    void body(byte[] octets, int from, int to);

    /** The body has ended. Waits for DNS; to be called once. */
    AuthenticationVerdict finish() throws InterruptedException;
}
