package posthorn.ingress.memory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.MessageLog;

/** A log that keeps what it was given, with the octets as they were at that time. */
public final class MemoryLog implements MessageLog {
    /**
     * A message on the log.
     *
     * @param message as it was appended
     * @param inline its octets; empty for a transit body
     */
    public record Appended(AcceptedMessage message, byte[] inline) {}

    private final List<Appended> appended = new CopyOnWriteArrayList<>();
    private volatile boolean down;

    /** From now on nothing is acknowledged, or is again. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** What was appended, in order. */
    public List<Appended> appended() {
        return appended;
    }

    @Override
    public void append(AcceptedMessage message) throws IOException {
        if (down) {
            throw new IOException("The log is down");
        }
        appended.add(new Appended(message, octets(message.body())));
    }

    private static byte[] octets(AcceptedMessage.Body body) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        if (body instanceof AcceptedMessage.Body.Inline inline) {
            octets.writeBytes(inline.prefix());
            octets.write(inline.octets(), 0, inline.length());
        }
        return octets.toByteArray();
    }
}
