package posthorn.mailbox.pages;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is handed out.
 *
 * @param type its media type
 * @param plain its octets
 * @param compressed the same, with gzip (RFC 1952)
 * @param tag entity tag of what is in it (RFC 9110 §8.8.3), with its quotes
 */
record PageFile(String type, Buffer plain, Buffer compressed, String tag) {

    /** Of 128 bits nobody finds two files by chance. */
    private static final int TAG_OCTETS = 16;

    static PageFile of(String name, byte[] content) {
        return new PageFile(
                type(name), Buffer.buffer(content), Buffer.buffer(gzip(content)), tag(content));
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("a page of an unknown type: " + name);
        };
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static String tag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(hash, 0, TAG_OCTETS) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
