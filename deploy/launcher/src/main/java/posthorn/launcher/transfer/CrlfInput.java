package posthorn.launcher.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Makes CRLF of each LF that has no CR before it. */
final class CrlfInput extends FilterInputStream {

    private static final int NONE = -2;

    private int waiting = NONE;
    private int last = NONE;

    CrlfInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        if (waiting != NONE) {
            int octet = waiting;
            waiting = NONE;
            last = octet;
            return octet;
        }
        int octet = in.read();
        if (octet == '\n' && last != '\r') {
            waiting = octet;
            last = '\r';
            return '\r';
        }
        last = octet;
        return octet;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int octet = read();
            if (octet < 0) {
                return count == 0 && length > 0 ? -1 : count;
            }
            into[offset + count++] = (byte) octet;
        }
        return count;
    }
}
