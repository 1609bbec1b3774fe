package posthorn.ingress.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** The octets of a message, to be read once or several times, also at the same time. */
public interface MessageContent {

    /** How many there are. */
    long size();

    /**
     * From the first one on. Reading waits; no more than a piece is in memory.
     *
     * @throws IOException they cannot be had now
     */
    InputStream open() throws IOException;

    /** Those of a message that is about to be accepted. */
    static MessageContent of(AcceptedMessage message, TransitStore bodies) {
        return new MessageContent() {
            @Override
            public long size() {
                return message.size();
            }

            @Override
            public InputStream open() throws IOException {
                return switch (message.body()) {
                    case AcceptedMessage.Body.Inline(byte[] prefix, byte[] octets, int length) ->
                            new SequenceInputStream(
                                    new ByteArrayInputStream(prefix),
                                    new ByteArrayInputStream(octets, 0, length));
                    case AcceptedMessage.Body.Transit(String name) ->
                            bodies.read(name, message.size());
                };
            }
        };
    }
}
