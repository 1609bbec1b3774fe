package posthorn.protocol.dkim;

/**
 * The body as it is, but with exactly one line break at its end (RFC 6376 §3.4.3). Line breaks are
 * counted until it is clear that something follows them.
 */
final class SimpleBody implements CanonicalBody {
    private static final byte[] CR = {'\r'};

    private final BodyDigest out;
    private long lineBreaks;
    private boolean cr;

    SimpleBody(BodyDigest out) {
        this.out = out;
    }

    @Override
    public void update(byte[] in, int from, int to) {
        int at = from;
        while (at < to) {
            if (cr) {
                at = afterCr(in, at);
            } else {
                int end = at;
                while (end < to && in[end] != '\r') {
                    end++;
                }
                content(in, at, end);
                cr = end < to;
                at = cr ? end + 1 : end;
            }
        }
    }

    @Override
    public void finish() {
        if (cr) {
            content(CR, 0, 1);
        }
        out.lineBreaks(1);
    }

    private int afterCr(byte[] in, int at) {
        if (in[at] == '\n') {
            cr = false;
            lineBreaks++;
            return at + 1;
        }
        content(CR, 0, 1);
        cr = in[at] == '\r';
        return cr ? at + 1 : at;
    }

    private void content(byte[] in, int from, int to) {
        if (from < to) {
            out.lineBreaks(lineBreaks);
            lineBreaks = 0;
            out.put(in, from, to);
        }
    }
}
