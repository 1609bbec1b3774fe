package posthorn.ingress.scan;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Speaks INSTREAM as clamd does, with an answer of the test's own. */
final class InstreamServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Function<byte[], String> answer;
    private final List<Integer> pieces = new CopyOnWriteArrayList<>();
    private final int mostOctets;

    /**
     * A server on any free port.
     *
     * @param mostOctets after which it answers with an error and closes
     * @param answer to a whole stream; empty: it closes without one
     */
    InstreamServer(int mostOctets, Function<byte[], String> answer) throws IOException {
        this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.mostOctets = mostOctets;
        this.answer = answer;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Lengths of the pieces that came. */
    List<Integer> pieces() {
        return pieces;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] command = in.readNBytes("zINSTREAM\0".length());
            if (!new String(command, StandardCharsets.US_ASCII).equals("zINSTREAM\0")) {
                return;
            }
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            int length = in.readInt();
            while (length > 0) {
                pieces.add(length);
                stream.writeBytes(in.readNBytes(length));
                if (stream.size() > mostOctets) {
                    say(client, "INSTREAM size limit exceeded. ERROR");
                    in.skipNBytes(in.available());
                    return;
                }
                length = in.readInt();
            }
            say(client, answer.apply(stream.toByteArray()));
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static void say(Socket client, String words) throws IOException {
        if (!words.isEmpty()) {
            client.getOutputStream().write((words + "\0").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
