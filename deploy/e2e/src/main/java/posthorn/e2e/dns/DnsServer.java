package posthorn.e2e.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * The name server: listens from {@link #start()} to {@link #close()} on one port of 127.0.0.1, over
 * UDP and TCP.
 */
public final class DnsServer implements AutoCloseable {
    private static final int MAX_UDP = 4096;
    private static final int PLAIN_UDP = 512;
    private static final int PORT_TRIES = 50;

    /**
     * A question that came.
     *
     * @param name without the last dot
     * @param type as in {@code MX}
     * @param tcp whether it came over TCP
     */
    public record Query(String name, String type, boolean tcp) {}

    private final Zones zones = new Zones();
    private final List<Query> queries = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final DatagramSocket udp;
    private final ServerSocket tcp;

    private DnsServer(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    /** Starts a server on a free port. */
    public static DnsServer start() throws IOException {
        IOException last = new IOException("no port is free for both UDP and TCP");
        for (int i = 0; i < PORT_TRIES; i++) {
            ServerSocket tcp = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
            try {
                DatagramSocket udp =
                        new DatagramSocket(
                                new InetSocketAddress(
                                        InetAddress.ofLiteral("127.0.0.1"), tcp.getLocalPort()));
                DnsServer server = new DnsServer(udp, tcp);
                Thread.ofVirtual().name("dns-udp").start(server::serveUdp);
                Thread.ofVirtual().name("dns-tcp").start(server::serveTcp);
                return server;
            } catch (IOException taken) {
                tcp.close();
                last = taken;
            }
        }
        throw last;
    }

    /** What it answers. */
    public Zones zones() {
        return zones;
    }

    /** Port of both. */
    public int port() {
        return tcp.getLocalPort();
    }

    /** Address as {@code posthorn.dns.servers} takes it. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Questions so far, in order. */
    public List<Query> queries() {
        return List.copyOf(queries);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[MAX_UDP];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                byte[] query = Arrays.copyOf(buffer, packet.getLength());
                Thread.ofVirtual().start(() -> answerUdp(query, packet.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answerUdp(byte[] wire, SocketAddress from) {
        try {
            Message query = new Message(wire);
            Message answer = answer(query, false);
            if (answer != null) {
                int room =
                        query.getOPT() == null
                                ? PLAIN_UDP
                                : Math.min(MAX_UDP, query.getOPT().getPayloadSize());
                byte[] octets = answer.toWire(Math.max(PLAIN_UDP, room));
                udp.send(new DatagramPacket(octets, octets.length, from));
            }
        } catch (IOException noQuery) {
            // As any server does: what is no query gets no answer.
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket connection = tcp.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Queries on one connection, each behind its length (RFC 1035 §4.2.2). */
    private void serve(Socket connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                Message answer = answer(new Message(query), true);
                if (answer != null) {
                    byte[] octets = answer.toWire(0xffff);
                    out.writeShort(octets.length);
                    out.write(octets);
                    out.flush();
                }
            }
        } catch (IOException ended) {
            // The client has left, or sent what is no query.
        } finally {
            connections.remove(connection);
        }
    }

    /** Null: none is sent. */
    private @Nullable Message answer(Message query, boolean overTcp) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.getHeader().setFlag(Flags.RA);
        if (question == null || query.getHeader().getOpcode() != Opcode.QUERY) {
            answer.getHeader().setRcode(Rcode.NOTIMP);
            return answer;
        }
        answer.addRecord(question, Section.QUESTION);
        Name name = question.getName().canonicalize();
        queries.add(new Query(name.toString(true), Type.string(question.getType()), overTcp));
        Zones.Trouble trouble = zones.trouble(name);
        if (trouble == null || (trouble == Zones.Trouble.TRUNCATED && overTcp)) {
            fill(answer, name, question.getType());
            return answer;
        }
        switch (trouble) {
            case SERVER_FAILURE -> answer.getHeader().setRcode(Rcode.SERVFAIL);
            case REFUSED -> answer.getHeader().setRcode(Rcode.REFUSED);
            case TRUNCATED -> answer.getHeader().setFlag(Flags.TC);
            case SILENCE -> {
                return null;
            }
        }
        return answer;
    }

    private void fill(Message answer, Name name, int type) {
        List<Record> records = zones.answer(name, type);
        records.forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (records.isEmpty()) {
            answer.getHeader().setRcode(zones.has(name) ? Rcode.NOERROR : Rcode.NXDOMAIN);
            // The root is the zone of all: its SOA says how long nothing may be remembered, which
            // is not at all.
            answer.addRecord(
                    new SOARecord(Name.root, DClass.IN, 0, Name.root, Name.root, 1, 1, 1, 1, 0),
                    Section.AUTHORITY);
        }
    }
}
