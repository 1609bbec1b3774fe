package posthorn.launcher.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A name server on loopback that knows what a test tells it. */
final class TestNames implements AutoCloseable {

    private static final int TTL = 60;

    private final DatagramSocket udp;
    private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();
    private volatile boolean broken;

    TestNames() throws IOException {
        this.udp = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        Thread.ofVirtual().start(this::serve);
    }

    Resolver resolver() throws IOException {
        return new Resolver(Optional.of(server()));
    }

    String server() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    /** Adds a record as a zone file has it; of TXT the text itself. */
    void add(String name, String type, String data) throws IOException {
        Name owner = Name.fromString(name, Name.root);
        Record record =
                type.equals("TXT")
                        ? new TXTRecord(owner, DClass.IN, TTL, data)
                        : Record.fromString(
                                owner, Type.value(type), DClass.IN, TTL, data, Name.root);
        zone.computeIfAbsent(owner, _ -> new CopyOnWriteArrayList<>()).add(record);
    }

    /** From now on every question fails. */
    void fail() {
        broken = true;
    }

    @Override
    public void close() {
        udp.close();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!udp.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte[] answer(byte[] octets) throws IOException {
        Message query = new Message(octets);
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        List<Record> records = zone.get(question.getName());
        if (broken) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (records == null) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        } else {
            records.stream()
                    .filter(record -> record.getType() == question.getType())
                    .forEach(record -> answer.addRecord(record, Section.ANSWER));
        }
        return answer.toWire();
    }
}
