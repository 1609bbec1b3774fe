package posthorn.protocol.spf;

import java.net.InetAddress;
import posthorn.protocol.dns.IpText;

/** The values of macros (RFC 7208 §7.2, §7.3), while the record of one domain is evaluated. */
record MacroValues(SpfRequest request, String domain, ClientNames names)
        implements MacroString.Values {

    @Override
    public String of(char letter) {
        return switch (letter) {
            case 's' -> request.localPart() + "@" + request.domain();
            case 'l' -> request.localPart();
            case 'o' -> request.domain();
            case 'd' -> domain;
            case 'i' -> isFour() ? request.client().getHostAddress() : nibbles(request.client());
            case 'p' -> names.best(domain);
            case 'v' -> isFour() ? "in-addr" : "ip6";
            case 'h' -> request.helo();
            case 'c' -> IpText.of(request.client());
            case 'r' -> request.receiver();
            case 't' -> String.valueOf(request.now().getEpochSecond());
            default -> throw new IllegalArgumentException("no macro: " + letter);
        };
    }

    private boolean isFour() {
        return request.client().getAddress().length == 4;
    }

    private static String nibbles(InetAddress address) {
        StringBuilder text = new StringBuilder();
        for (byte octet : address.getAddress()) {
            text.append(text.isEmpty() ? "" : ".")
                    .append(Character.forDigit((octet >> 4) & 15, 16))
                    .append('.')
                    .append(Character.forDigit(octet & 15, 16));
        }
        return text.toString();
    }
}
