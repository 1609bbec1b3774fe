package posthorn.e2e.operator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's Dovecot over a directory of Maildirs, {@code %n} for each user; one password for all.
 */
final class Dovecot implements AutoCloseable {

    static final String PASSWORD = "dovecot";
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final int port;

    private Dovecot(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it; the directory of the Maildirs becomes that of the user who reads mail. */
    static Dovecot start(Path directory, Path maildirs) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isExecutable(PROGRAM)
                        && Files.isDirectory(Path.of("/usr/lib/dovecot"))
                        && System.getProperty("user.name").equals("root"),
                "skipped: install dovecot-imapd, and run as root");
        int port = freePort();
        Path config = config(directory, maildirs, port);
        Path machine = Path.of(System.getProperty("java.io.tmpdir"));
        for (Path up = directory; up != null && !up.equals(machine); up = up.getParent()) {
            var all = Files.getPosixFilePermissions(up);
            all.addAll(PosixFilePermissions.fromString("--x--x--x"));
            Files.setPosixFilePermissions(up, all);
        }
        new ProcessBuilder("chown", "-R", "mail:mail", maildirs.toString()).start().waitFor();
        Process process =
                new ProcessBuilder(List.of(PROGRAM.toString(), "-F", "-c", config.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("dovecot.out").toFile())
                        .start();
        Dovecot dovecot = new Dovecot(process, port);
        Awaitility.await().atMost(PATIENCE).until(dovecot::answers);
        return dovecot;
    }

    private static Path config(Path directory, Path maildirs, int port) throws IOException {
        Path config = directory.resolve("dovecot.conf");
        String text =
                """
                base_dir = %1$s/run
                log_path = %1$s/dovecot.log
                protocols = imap
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                first_valid_uid = 1
                mail_plugins = listescape
                mail_location = maildir:%2$s/%%n
                passdb {
                  driver = static
                  args = password=%3$s
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%2$s/%%n
                }
                namespace inbox {
                  inbox = yes
                  separator = /
                  mailbox Sent {
                    special_use = \\Sent
                  }
                }
                service imap-login {
                  inet_listener imap {
                    port = %4$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                """
                        .formatted(directory, maildirs, PASSWORD, port);
        return Files.writeString(config, text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == '*';
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .thenAccept(Process::destroyForcibly)
                .join();
    }
}
