package posthorn.bench.subject;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import posthorn.bench.client.SmtpClient;
import posthorn.bench.measure.Counts;
import posthorn.bench.measure.Processes;
import posthorn.mailbox.signin.Passwords;
import posthorn.standalone.FreePorts;

/**
 * Debian's Postfix and Dovecot on ports of loopback, with their own durable defaults: Postfix takes
 * mail and hands it to Dovecot over LMTP, Dovecot keeps it as Maildir. Passwords are Argon2id with
 * our parameters. Has to be started by root, as they have.
 */
public final class PostfixDovecot implements MeasuredSystem {

    private static final String DOMAIN = "bench.test";
    private static final List<Path> PROGRAMS =
            List.of(
                    Path.of("/usr/sbin/postfix"),
                    Path.of("/usr/sbin/dovecot"),
                    Path.of("/usr/lib/dovecot/imap"),
                    Path.of("/usr/lib/dovecot/pop3"),
                    Path.of("/usr/lib/dovecot/lmtp"));

    private final Path directory;
    private final int smtp = FreePorts.next();
    private final int lmtp = FreePorts.next();
    private final int imap = FreePorts.next();
    private final int imaps = FreePorts.next();
    private final int pop3 = FreePorts.next();
    private final List<Account> accounts = new ArrayList<>();
    private long logRead;
    private long sent;

    private PostfixDovecot(Path directory) {
        this.directory = directory;
    }

    /**
     * Sets both up below {@code directory} and starts them.
     *
     * @throws NotInstalled when a program is missing
     */
    public static PostfixDovecot start(Path directory, Sink sink)
            throws IOException, InterruptedException {
        if (!PROGRAMS.stream().allMatch(Files::isExecutable)) {
            throw new NotInstalled(
                    "Postfix and Dovecot are not installed. Debian: apt-get install postfix"
                            + " dovecot-imapd dovecot-pop3d dovecot-lmtpd");
        }
        PostfixDovecot both = new PostfixDovecot(directory);
        both.configure(sink);
        both.run("dovecot", "-c", both.file("dovecot.conf"));
        both.run("postfix", "-c", both.file("postfix"), "start");
        return both;
    }

    private void configure(Sink sink) throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("mail"));
        Files.createDirectories(directory.resolve("postfix"));
        Files.createDirectories(directory.resolve("queue"));
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("users"), "");
        write("main.cf", "postfix/main.cf");
        write("master.cf", "postfix/master.cf");
        write("dovecot.conf", "dovecot.conf");
        Files.writeString(
                directory.resolve("postfix/transport"),
                "/\\.relayed\\.test$/ smtp:[127.0.0.1]:" + sink.port() + "\n");
        // Their processes run as users of their own and have to get through to here.
        run("chmod", "755", file(".."), directory.toString());
        run("chown", "mail:mail", file("mail"));
        run("chown", "postfix", file("data"));
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=peer.test",
                "-keyout",
                file("tls.key"),
                "-out",
                file("tls.crt"));
    }

    /** Fills in what is ours. */
    private void write(String resource, String name) throws IOException {
        try (InputStream in = PostfixDovecot.class.getResourceAsStream(resource)) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                            .replace("@directory@", directory.toString())
                            .replace("@domain@", DOMAIN)
                            .replace("@smtp@", Integer.toString(smtp))
                            .replace("@lmtp@", Integer.toString(lmtp))
                            .replace("@imap@", Integer.toString(imap))
                            .replace("@imaps@", Integer.toString(imaps))
                            .replace("@pop3@", Integer.toString(pop3));
            Files.writeString(directory.resolve(name), text);
        }
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        directory.resolve("set-up.log").toFile()))
                        .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(
                    String.join(" ", command)
                            + " failed: "
                            + Files.readString(directory.resolve("set-up.log")));
        }
    }

    @Override
    public String name() {
        return "postfix-dovecot";
    }

    @Override
    public int smtp() {
        return smtp;
    }

    @Override
    public int imap() {
        return imap;
    }

    @Override
    public int imaps() {
        return imaps;
    }

    @Override
    public int pop3() {
        return pop3;
    }

    @Override
    public List<Account> accounts(int count) {
        StringBuilder lines = new StringBuilder();
        try (Passwords passwords = new Passwords(1, 1, 1)) {
            for (int i = accounts.size(); i < count; i++) {
                Account account = new Account("user" + i + "@" + DOMAIN, "benchmark" + i);
                accounts.add(account);
                String hash = passwords.encoded(account.password()).toCompletableFuture().join();
                lines.append(account.address())
                        .append(":{ARGON2ID}")
                        .append(hash)
                        .append(":::::\n");
            }
            Files.writeString(
                    directory.resolve("users"), lines.toString(), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return List.copyOf(accounts.subList(0, count));
    }

    @Override
    public SmtpClient relaying(Account account) throws IOException {
        return SmtpClient.connect(smtp);
    }

    @Override
    public OptionalDouble restart() {
        return OptionalDouble.empty();
    }

    @Override
    public Collection<Long> processes() {
        return List.of(pid("queue/pid/master.pid"), pid("run/master.pid"));
    }

    private long pid(String name) {
        try {
            return Long.parseLong(Files.readString(directory.resolve(name)).strip());
        } catch (IOException e) {
            throw new IllegalStateException("it does not run: see " + directory, e);
        }
    }

    @Override
    public Optional<Counts> counts() {
        return Optional.empty();
    }

    /** Lines of Postfix's log that say so, counted on from the last look. */
    @Override
    public long delivered() {
        try (RandomAccessFile log = new RandomAccessFile(file("mail.log"), "r")) {
            log.seek(logRead);
            byte[] more = Channels.newInputStream(log.getChannel()).readAllBytes();
            int end = more.length;
            while (end > 0 && more[end - 1] != '\n') {
                end--;
            }
            sent +=
                    new String(more, 0, end, StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains("status=sent"))
                            .count();
            logRead += end;
            return sent;
        } catch (IOException notYetThere) {
            return sent;
        }
    }

    @Override
    public double heldKib() {
        return Processes.memoryKib(processes());
    }

    @Override
    public void tidy() {
        // Nothing to ask them for.
    }

    @Override
    public void close() {
        try {
            run("postfix", "-c", file("postfix"), "stop");
            run("dovecot", "-c", file("dovecot.conf"), "stop");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
