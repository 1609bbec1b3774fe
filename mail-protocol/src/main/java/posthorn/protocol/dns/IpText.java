package posthorn.protocol.dns;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** IP addresses as people write them (RFC 5952 §4 for IPv6). */
public final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    /** {@code 192.0.2.1}, {@code 2001:db8::1}. */
    public static String of(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != 2 * GROUPS) {
            return address.getHostAddress();
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = in.getShort() & 0xffff;
        }
        int from = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                from = i;
                length = end - i;
            }
        }
        return length == 1 ? text(groups, 0, GROUPS) : shortened(groups, from, from + length);
    }

    private static String shortened(int[] groups, int from, int to) {
        return text(groups, 0, from) + "::" + text(groups, to, GROUPS);
    }

    private static String text(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
