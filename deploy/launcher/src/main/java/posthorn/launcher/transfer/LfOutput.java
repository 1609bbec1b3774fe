package posthorn.launcher.transfer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Makes LF of each CRLF. What is behind the last line is written by {@link #flush}. */
final class LfOutput extends FilterOutputStream {

    private boolean afterCr;

    LfOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int octet) throws IOException {
        if (afterCr && octet != '\n') {
            out.write('\r');
        }
        afterCr = octet == '\r';
        if (!afterCr) {
            out.write(octet);
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(octets[i]);
        }
    }
}
