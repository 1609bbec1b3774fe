package posthorn.protocol.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Names in memory, as the test data in {@code src/test/resources} write them. Not for threads. */
public final class ZoneFile implements Dns {
    private static final int LONGEST_CHAIN = 8;
    private static final int LONGEST_LABEL = 63;

    private record Key(String name, String type) {}

    private final Map<Key, List<String>> records = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> mute = new HashSet<>();
    private final List<String> questions = new ArrayList<>();

    /** Adds a record. */
    public ZoneFile add(String name, String type, String data) {
        String folded = fold(name);
        if (type.equals("TIMEOUT")) {
            mute.add(folded);
        } else if (!type.equals("NONE")) {
            records.computeIfAbsent(new Key(folded, type), key -> new ArrayList<>()).add(data);
            for (int at = 0; at >= 0; at = folded.indexOf('.', at + 1)) {
                names.add(folded.substring(at == 0 ? 0 : at + 1));
            }
        }
        return this;
    }

    /** Questions so far, as {@code TXT example.org}. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    @Override
    public DnsAnswer<String> txt(String name) {
        return answer(name, "TXT", text -> text);
    }

    @Override
    public DnsAnswer<InetAddress> a(String name) {
        return answer(name, "A", InetAddress::ofLiteral);
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(String name) {
        return answer(name, "AAAA", InetAddress::ofLiteral);
    }

    @Override
    public DnsAnswer<MailExchanger> mx(String name) {
        return answer(name, "MX", ZoneFile::exchanger);
    }

    @Override
    public DnsAnswer<String> ptr(InetAddress address) {
        return answer(reverse(address), "PTR", ZoneFile::withoutDot);
    }

    @Override
    public DnsAnswer<TlsaRecord> tlsa(String name) {
        return answer(name, "TLSA", ZoneFile::tlsaRecord);
    }

    private static TlsaRecord tlsaRecord(String data) {
        String[] words = data.split(" +");
        return new TlsaRecord(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                HexFormat.of().parseHex(words[3]));
    }

    private static MailExchanger exchanger(String data) {
        int space = data.indexOf(' ');
        return new MailExchanger(
                Integer.parseInt(data.substring(0, space)), withoutDot(data.substring(space + 1)));
    }

    private <T> DnsAnswer<T> answer(String name, String type, Function<String, T> read) {
        questions.add(type + " " + name);
        String folded = fold(name);
        List<String> alias = records.get(new Key(folded, "CNAME"));
        for (int i = 0; i < LONGEST_CHAIN && alias != null; i++) {
            folded = fold(alias.getFirst());
            alias = records.get(new Key(folded, "CNAME"));
        }
        for (String label : folded.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > LONGEST_LABEL) {
                return new DnsAnswer.Absent<>(false);
            }
        }
        List<String> found = records.getOrDefault(new Key(folded, type), List.of());
        if (!found.isEmpty()) {
            return new DnsAnswer.Found<>(found.stream().map(read).toList(), false);
        }
        return mute.contains(folded)
                ? new DnsAnswer.Unavailable<>("no answer")
                : new DnsAnswer.Absent<>(names.contains(folded));
    }

    private static String reverse(InetAddress address) {
        byte[] octets = address.getAddress();
        StringBuilder name = new StringBuilder();
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            name.append(
                    octets.length == 4
                            ? octet + "."
                            : Integer.toHexString(octet & 15)
                                    + "."
                                    + Integer.toHexString(octet >> 4)
                                    + ".");
        }
        return name + (octets.length == 4 ? "in-addr.arpa" : "ip6.arpa");
    }

    private static String fold(String name) {
        return withoutDot(name).toLowerCase(Locale.ROOT);
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** The octets of a text with {@code \xNN} and {@code \\}. */
    public static String unescaped(String text) {
        StringBuilder octets = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                octets.append(text.charAt(i));
            } else if (text.charAt(i + 1) == 'x') {
                octets.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                octets.append(text.charAt(++i));
            }
        }
        return octets.toString();
    }
}
