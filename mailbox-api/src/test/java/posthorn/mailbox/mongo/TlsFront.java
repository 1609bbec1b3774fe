package posthorn.mailbox.mongo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import posthorn.runtime.tls.FileTls;
import posthorn.runtime.tls.SelfSigned;

/** TLS in front of a store on a loopback port, for whoever shows one certificate alone. */
final class TlsFront implements AutoCloseable {

    private final int store;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<String> clients = ConcurrentHashMap.newKeySet();

    /** Listens on any port; see the other constructor. */
    TlsFront(int store, SelfSigned shown, SelfSigned trusted) throws IOException {
        this(0, store, shown, trusted);
    }

    /**
     * Listens.
     *
     * @param port 0: any
     * @param store port of the store
     * @param shown what it shows
     * @param trusted the certificate that clients have to show
     */
    TlsFront(int port, int store, SelfSigned shown, SelfSigned trusted) throws IOException {
        this.store = store;
        Path folder = Files.createTempDirectory("tls-front");
        FileTls tls =
                FileTls.of(
                        "front.",
                        Optional.of(write(folder, "trusted", trusted.certificate())),
                        Optional.of(write(folder, "crt", shown.certificate())),
                        Optional.of(write(folder, "key", shown.key())));
        listener =
                tls.context()
                        .getServerSocketFactory()
                        .createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        ((SSLServerSocket) listener).setNeedClientAuth(true);
        Thread.ofVirtual().start(this::accept);
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        file.toFile().deleteOnExit();
        folder.toFile().deleteOnExit();
        return Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Names in the certificates of those who were let in. */
    List<String> clients() {
        return List.copyOf(new TreeSet<>(clients));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                SSLSocket client = (SSLSocket) listener.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(SSLSocket client) {
        try (client;
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), store)) {
            sockets.add(behind);
            client.startHandshake();
            clients.add(name(client));
            Thread answers = Thread.ofVirtual().start(() -> copy(behind, client));
            copy(client, behind);
            answers.join();
        } catch (IOException e) {
            // Who is not trusted has gone, or was sent away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String name(SSLSocket client) throws SSLPeerUnverifiedException {
        X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName(X500Principal.RFC2253);
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // Either side has gone; the other one goes with it.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
