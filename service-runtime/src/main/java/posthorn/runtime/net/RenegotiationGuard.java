package posthorn.runtime.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Ends a connection whose client wants to negotiate TLS anew (RFC 5246 §7.4.1.2), which costs the
 * server far more than the client and is in no mail protocol.
 *
 * <p>It stands in front of TLS and reads nothing but the headers of records (RFC 5246 §6.2.1),
 * which are in clear. Behind its ChangeCipherSpec a client sends one more handshake record: its
 * Finished, or in TLS 1.3 the second ClientHello that a HelloRetryRequest asked for (RFC 8446
 * §4.1.4, §D.4). Any further one asks for another handshake.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    private int headerOctets;
    private int length;
    private int payloadLeft;
    private boolean cipherChanged;
    private int handshakesBehind;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof ByteBuf octets && !allowed(octets.slice())) {
            ReferenceCountUtil.release(message);
            context.close();
        } else {
            super.channelRead(context, message);
        }
    }

    /** Whether no record in there begins another handshake. */
    private boolean allowed(ByteBuf octets) {
        while (octets.isReadable()) {
            if (payloadLeft > 0) {
                int skipped = Math.min(payloadLeft, octets.readableBytes());
                octets.skipBytes(skipped);
                payloadLeft -= skipped;
            } else if (!header(octets.readUnsignedByte())) {
                return false;
            }
        }
        return true;
    }

    /** The next octet of a record's header: type, version (2), length (2). */
    private boolean header(int octet) {
        boolean allowed = headerOctets > 0 || type(octet);
        headerOctets++;
        if (headerOctets == HEADER - 1) {
            length = octet << 8;
        } else if (headerOctets == HEADER) {
            payloadLeft = length | octet;
            headerOctets = 0;
        }
        return allowed;
    }

    private boolean type(int type) {
        if (type == CHANGE_CIPHER_SPEC) {
            cipherChanged = true;
        } else if (type == HANDSHAKE && cipherChanged) {
            handshakesBehind++;
        }
        return handshakesBehind <= 1;
    }
}
