package posthorn.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

final class RenegotiationGuardTest {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int DATA = 23;

    @Test
    void handshakeOfTls12Passes() {
        assertEquals(5, passed(HANDSHAKE, HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, DATA));
    }

    @Test
    void handshakeOfTls13WithHelloRetryRequestPasses() {
        assertEquals(5, passed(HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, DATA, ALERT));
    }

    @Test
    void anotherHandshakeDoesNot() {
        assertEquals(4, passed(HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, DATA, HANDSHAKE, DATA));
        assertEquals(3, passed(HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, HANDSHAKE));
    }

    @Test
    void piecesOfAnySizeAreReadAlike() {
        for (int size = 1; size < 40; size++) {
            EmbeddedChannel channel = new EmbeddedChannel(new RenegotiationGuard());
            byte[] octets =
                    records(HANDSHAKE, CHANGE_CIPHER_SPEC, HANDSHAKE, DATA, DATA, HANDSHAKE);
            int at = 0;
            while (at < octets.length && channel.isOpen()) {
                int length = Math.min(size, octets.length - at);
                channel.writeInbound(Unpooled.copiedBuffer(octets, at, length));
                at += length;
            }
            assertEquals(false, channel.isOpen(), "in pieces of " + size);
            channel.finishAndReleaseAll();
        }
    }

    /** How many of the records, each sent by itself, are let through. */
    private static int passed(int... types) {
        EmbeddedChannel channel = new EmbeddedChannel(new RenegotiationGuard());
        for (int type : types) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.wrappedBuffer(records(type)));
            }
        }
        int count = channel.inboundMessages().size();
        channel.finishAndReleaseAll();
        return count;
    }

    /** Records of 22 octets, which look like the beginning of a handshake record themselves. */
    private static byte[] records(int... types) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int type : types) {
            out.writeBytes(new byte[] {(byte) type, 3, 3, 0, HANDSHAKE});
            for (int i = 0; i < HANDSHAKE; i++) {
                out.write(HANDSHAKE);
            }
        }
        return out.toByteArray();
    }
}
