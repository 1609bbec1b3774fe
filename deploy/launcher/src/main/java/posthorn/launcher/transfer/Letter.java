package posthorn.launcher.transfer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one message that is in hand: in memory when it is small, else in a file that goes
 * with it.
 */
public final class Letter implements AutoCloseable {

    private static final int IN_MEMORY = 1 << 20;
    private static final int BLOCK = 1 << 16;
    private static final String ID = "message-id:";

    /** How its lines end. */
    public enum LineEnds {
        CRLF,
        LF,
        /** Of both kinds, or there is a CR alone. */
        MIXED
    }

    private final byte[] memory;
    private final @Nullable Path file;
    private final long size;
    private final String sha256;
    private final LineEnds lineEnds;

    private Letter(
            byte[] memory, @Nullable Path file, long size, String sha256, LineEnds lineEnds) {
        this.memory = memory;
        this.file = file;
        this.size = size;
        this.sha256 = sha256;
        this.lineEnds = lineEnds;
    }

    /** Reads a message to its end. */
    public static Letter read(InputStream in) throws IOException {
        MessageDigest digest = newDigest();
        LineScan lines = new LineScan();
        ByteArrayOutputStream memory = new ByteArrayOutputStream();
        Path file = null;
        OutputStream out = memory;
        long size = 0;
        try {
            byte[] block = new byte[BLOCK];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                if (file == null && size + read > IN_MEMORY) {
                    file = Files.createTempFile("posthorn-message", ".eml");
                    out = Files.newOutputStream(file);
                    memory.writeTo(out);
                    memory.reset();
                }
                out.write(block, 0, read);
                digest.update(block, 0, read);
                lines.scan(block, read);
                size += read;
            }
            out.close();
        } catch (IOException e) {
            out.close();
            if (file != null) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
        return new Letter(
                memory.toByteArray(),
                file,
                size,
                HexFormat.of().formatHex(digest.digest()),
                lines.ends());
    }

    private static final class LineScan {
        private long crlf;
        private long lf;
        private long cr;
        private boolean afterCr;

        void scan(byte[] block, int length) {
            for (int i = 0; i < length; i++) {
                byte octet = block[i];
                if (octet == '\n') {
                    crlf += afterCr ? 1 : 0;
                    lf += afterCr ? 0 : 1;
                } else if (afterCr) {
                    cr++;
                }
                afterCr = octet == '\r';
            }
        }

        LineEnds ends() {
            boolean lone = cr > 0 || afterCr;
            if (lone || (crlf > 0 && lf > 0)) {
                return LineEnds.MIXED;
            }
            return lf > 0 ? LineEnds.LF : LineEnds.CRLF;
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Octets. */
    public long size() {
        return size;
    }

    /** SHA-256, in hexadecimal. */
    public String sha256() {
        return sha256;
    }

    /** How its lines end. */
    public LineEnds lineEnds() {
        return lineEnds;
    }

    /** The octets, as often as wanted. */
    public InputStream open() {
        try {
            return file == null ? new ByteArrayInputStream(memory) : Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its field Message-ID, with brackets; empty: there is none in the first megabyte. */
    public String messageId() throws IOException {
        byte[] head;
        try (InputStream in = open()) {
            head = in.readNBytes(IN_MEMORY);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            if (text.substring(at, end).isBlank()) {
                return "";
            }
            if (text.regionMatches(true, at, ID, 0, ID.length())) {
                return unfolded(text, at + ID.length(), end).strip();
            }
            at = end + 1;
        }
        return "";
    }

    private static String unfolded(String text, int from, int end) {
        int last = end;
        while (last + 1 < text.length()
                && (text.charAt(last + 1) == ' ' || text.charAt(last + 1) == '\t')) {
            int next = text.indexOf('\n', last + 1);
            last = next < 0 ? text.length() : next;
        }
        return text.substring(from, last).replace("\r", "").replace("\n", "");
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
