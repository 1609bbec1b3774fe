package posthorn.e2e.operator;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.awaitility.Awaitility;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.tls.SelfSigned;
import posthorn.standalone.FreePorts;

/** Let's Encrypt's server for tests, where it is installed: it has its own mind about ACME. */
final class Pebble implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final int port;
    private final Path trusted;

    private Pebble(Process process, int port, Path trusted) {
        this.process = process;
        this.port = port;
        this.trusted = trusted;
    }

    /** The program; empty: it is not installed. */
    static Optional<Path> program() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "pebble"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param dns {@code host:port} of the name server that it asks
     * @param httpPort where it looks for pages
     * @param tlsPort where it looks for handshakes
     */
    static Pebble start(Path program, Path folder, String dns, int httpPort, int tlsPort)
            throws IOException {
        Files.createDirectories(folder);
        TestAuthority authority = new TestAuthority();
        SelfSigned own = authority.issue("localhost");
        Files.writeString(folder.resolve("own.crt"), own.certificate());
        Files.writeString(folder.resolve("own.key"), own.key());
        int port = FreePorts.next();
        Files.writeString(folder.resolve("pebble.json"), settings(port, httpPort, tlsPort));
        ProcessBuilder builder =
                new ProcessBuilder(program.toString(), "-config", "pebble.json", "-dnsserver", dns)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("pebble.log").toFile());
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        Pebble pebble = new Pebble(builder.start(), port, authority.writeTo(folder));
        Awaitility.await().atMost(PATIENCE).until(pebble::listens);
        return pebble;
    }

    private static String settings(int port, int httpPort, int tlsPort) {
        return """
        {"pebble": {
          "listenAddress": "127.0.0.1:%d",
          "managementListenAddress": "127.0.0.1:%d",
          "certificate": "own.crt",
          "privateKey": "own.key",
          "httpPort": %d,
          "tlsPort": %d,
          "profiles": {"default": {"description": "", "validityPeriod": 7776000}}
        }}
        """
                .formatted(port, FreePorts.next(), httpPort, tlsPort);
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("pebble has ended");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** URL of its directory. */
    String directory() {
        return "https://localhost:" + port + "/dir";
    }

    /** File with the certificates that its own is checked by. */
    Path trusted() {
        return trusted.toAbsolutePath();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
