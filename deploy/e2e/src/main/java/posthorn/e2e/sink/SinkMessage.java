package posthorn.e2e.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A message that the server took.
 *
 * @param connection number of the connection it came over, counted from 1
 * @param hello what the client said in EHLO
 * @param tls TLS version, as in {@code TLSv1.3}; empty: plain
 * @param reversePath without angle brackets
 * @param mailParameters of MAIL, as they came
 * @param recipients that were agreed to, in order
 * @param size octets of the content
 * @param file where the content is
 */
public record SinkMessage(
        int connection,
        String hello,
        String tls,
        String reversePath,
        List<String> mailParameters,
        List<Recipient> recipients,
        long size,
        Path file) {
    public SinkMessage {
        mailParameters = List.copyOf(mailParameters);
        recipients = List.copyOf(recipients);
    }

    /**
     * A recipient.
     *
     * @param path forward-path without angle brackets
     * @param parameters of RCPT, as they came
     */
    public record Recipient(String path, List<String> parameters) {
        public Recipient {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * Content: every octet between the reply to DATA and the final dot, dots unstuffed, the last
     * CRLF included.
     */
    public byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forward-paths of the recipients. */
    public List<String> forwardPaths() {
        return recipients.stream().map(Recipient::path).toList();
    }
}
