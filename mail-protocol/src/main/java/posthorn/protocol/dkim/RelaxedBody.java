package posthorn.protocol.dkim;

/**
 * The body with white space at the ends of lines left out, other white space as one space, and one
 * line break at its end, when it is not empty (RFC 6376 §3.4.4).
 */
final class RelaxedBody implements CanonicalBody {
    private final BodyDigest out;
    private long lineBreaks;
    private boolean space;
    private boolean cr;
    private boolean empty = true;

    RelaxedBody(BodyDigest out) {
        this.out = out;
    }

    @Override
    public void update(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            byte octet = in[i];
            if ((octet > ' ' || octet < 0) && !cr && !space && lineBreaks == 0) {
                out.put(octet);
                empty = false;
            } else if (cr) {
                afterCr(octet);
            } else {
                next(octet);
            }
        }
    }

    @Override
    public void finish() {
        if (cr) {
            content((byte) '\r');
        }
        if (!empty) {
            out.lineBreaks(1);
        }
    }

    private void afterCr(byte octet) {
        cr = false;
        if (octet == '\n') {
            space = false;
            lineBreaks++;
        } else {
            content((byte) '\r');
            next(octet);
        }
    }

    private void next(byte octet) {
        if (octet == '\r') {
            cr = true;
        } else if (octet == ' ' || octet == '\t') {
            space = true;
        } else {
            content(octet);
        }
    }

    private void content(byte octet) {
        out.lineBreaks(lineBreaks);
        lineBreaks = 0;
        if (space) {
            out.put((byte) ' ');
            space = false;
        }
        out.put(octet);
        empty = false;
    }
}
