package posthorn.protocol.dkim;

/** A body on its way into its canonical form. Confined to its hasher. */
sealed interface CanonicalBody permits SimpleBody, RelaxedBody {

    /** The next octets, in pieces of any size. */
    void update(byte[] in, int from, int to);

    /** The body has ended. */
    void finish();
}
