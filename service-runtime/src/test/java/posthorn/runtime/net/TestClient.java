package posthorn.runtime.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A blocking client that trusts everybody. */
final class TestClient implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    private TestClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        this.in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    static TestClient plain(int port) throws IOException {
        return new TestClient(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static TestClient tls(int port, String... versions) throws IOException {
        TestClient plain = plain(port);
        return plain.upgrade(versions);
    }

    TestClient upgrade(String... versions) throws IOException {
        return new TestClient(TestTls.client(socket, versions));
    }

    Socket socket() {
        return socket;
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The next line; null: the server has closed. */
    @Nullable String line() throws IOException {
        return in.readLine();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
