package posthorn.delivery.relay;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import posthorn.protocol.dns.TlsaRecord;

/** A name server on loopback, UDP and TCP, that knows what a test tells it. */
final class SmallDns implements AutoCloseable {

    private static final int TTL = 60;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();

    private record Question(Name name, int type) {}

    private final Set<Question> broken = ConcurrentHashMap.newKeySet();
    private final Set<Name> onlyTcp = ConcurrentHashMap.newKeySet();
    private final Set<Name> notSigned = ConcurrentHashMap.newKeySet();
    private volatile boolean signed;

    SmallDns() {
        try {
            InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
            this.tcp = new ServerSocket(0, 10, loopback);
            this.udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    String server() {
        return "127.0.0.1:" + tcp.getLocalPort();
    }

    void mx(String domain, int preference, String host) {
        add(new MXRecord(name(domain), DClass.IN, TTL, preference, name(host)));
    }

    void a(String host, String address) {
        add(new ARecord(name(host), DClass.IN, TTL, InetAddress.ofLiteral(address)));
    }

    void aaaa(String host, String address) {
        add(new AAAARecord(name(host), DClass.IN, TTL, InetAddress.ofLiteral(address)));
    }

    void cname(String alias, String target) {
        add(new CNAMERecord(name(alias), DClass.IN, TTL, name(target)));
    }

    void txt(String name, String text) {
        add(new TXTRecord(name(name), DClass.IN, TTL, text));
    }

    void tlsa(String name, TlsaRecord record) {
        add(
                new TLSARecord(
                        name(name),
                        DClass.IN,
                        TTL,
                        record.usage(),
                        record.selector(),
                        record.matching(),
                        record.data()));
    }

    /** From now on nothing is known of the name. */
    void forget(String name) {
        zone.remove(name(name));
    }

    /** From now on answers are said to be authentic, but for those about {@code unsigned}. */
    void sign(String... unsigned) {
        signed = true;
        for (String each : unsigned) {
            notSigned.add(name(each));
        }
    }

    /** The name exists, with no records of interest. */
    void empty(String name) {
        zone.putIfAbsent(name(name), new CopyOnWriteArrayList<>());
    }

    /** All questions for the name fail. */
    void servfail(String name) {
        servfail(name, Type.ANY);
    }

    /** Questions of one type for the name fail. */
    void servfail(String name, int type) {
        broken.add(new Question(name(name), type));
    }

    /** Answers over UDP are cut, so that TCP has to be asked. */
    void onlyOverTcp(String name) {
        onlyTcp.add(name(name));
    }

    @Override
    public void close() {
        udp.close();
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Record record) {
        zone.computeIfAbsent(record.getName(), _ -> new CopyOnWriteArrayList<>()).add(record);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
                byte[] answer = answer(query, true);
                udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // Closed, or a datagram that is no question.
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                byte[] answer = answer(query, false);
                out.writeShort(answer.length);
                out.write(answer);
                out.flush();
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private byte[] answer(byte[] octets, boolean overUdp) throws IOException {
        Message query = new Message(octets);
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        Name asked = question.getName();
        if (signed && !notSigned.contains(asked)) {
            answer.getHeader().setFlag(Flags.AD);
        }
        if (broken.contains(new Question(asked, Type.ANY))
                || broken.contains(new Question(asked, question.getType()))) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (overUdp && onlyTcp.contains(asked)) {
            answer.getHeader().setFlag(Flags.TC);
        } else if (!zone.containsKey(asked)) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else {
            add(answer, asked, question.getType(), new HashSet<>());
        }
        return answer.toWire();
    }

    private void add(Message answer, Name name, int type, Set<Name> seen) {
        for (Record record : zone.getOrDefault(name, List.of())) {
            if (record.getType() == type) {
                answer.addRecord(record, Section.ANSWER);
            } else if (record.getType() == Type.CNAME && seen.add(name)) {
                answer.addRecord(record, Section.ANSWER);
                add(answer, ((CNAMERecord) record).getTarget(), type, seen);
            }
        }
    }
}
