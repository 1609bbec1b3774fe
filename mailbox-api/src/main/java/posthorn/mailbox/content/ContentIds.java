package posthorn.mailbox.content;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Content-IDs in addresses ({@code cid:}, RFC 2392). */
final class ContentIds {

    private ContentIds() {}

    /** The Content-ID behind {@code cid:}, its percent signs decoded (RFC 2392 §2). */
    static String decoded(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            boolean escape = in[i] == '%' && i + 2 < in.length;
            int high = escape ? Character.digit(in[i + 1], 16) : -1;
            int low = escape ? Character.digit(in[i + 2], 16) : -1;
            if (high >= 0 && low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
