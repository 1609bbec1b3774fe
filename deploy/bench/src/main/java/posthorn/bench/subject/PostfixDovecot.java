package posthorn.bench.subject;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import posthorn.bench.client.SmtpClient;
import posthorn.bench.measure.Counts;
import posthorn.mailbox.signin.Passwords;
import posthorn.standalone.FreePorts;

/**
 * Debian's Postfix and Dovecot on ports of loopback, with their own durable defaults: Postfix takes
 * mail and hands it to Dovecot over LMTP, Dovecot keeps it as Maildir. Passwords are Argon2id with
 * our parameters. Has to be started by root, as they have.
 */
public final class PostfixDovecot implements Subject {

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
        Files.writeString(directory.resolve("postfix/main.cf"), mainCf());
        Files.writeString(directory.resolve("postfix/master.cf"), masterCf());
        Files.writeString(
                directory.resolve("postfix/transport"),
                "/\\.relayed\\.test$/ smtp:[127.0.0.1]:" + sink.port() + "\n");
        Files.writeString(directory.resolve("dovecot.conf"), dovecotConf());
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

    private String mainCf() {
        return """
        compatibility_level = 3.6
        queue_directory = DIR/queue
        data_directory = DIR/data
        maillog_file = DIR/mail.log
        maillog_file_prefixes = DIR
        myhostname = peer.test
        mydestination =
        mynetworks = 127.0.0.0/8
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        virtual_mailbox_domains = %s
        virtual_mailbox_maps = static:any
        virtual_transport = lmtp:inet:127.0.0.1:%d
        transport_maps = regexp:DIR/postfix/transport
        message_size_limit = 52428800
        mailbox_size_limit = 0
        virtual_mailbox_limit = 0
        smtpd_peername_lookup = no
        default_process_limit = 200
        smtpd_client_connection_count_limit = 0
        """
                .replace("DIR", directory.toString())
                .formatted(DOMAIN, lmtp);
    }

    private String masterCf() {
        return """
        127.0.0.1:%d inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        lmtp unix - - n - - lmtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        tlsmgr unix - - n 1000? 1 tlsmgr
        postlog unix-dgram n - n - 1 postlogd
        """
                .formatted(smtp);
    }

    private String dovecotConf() {
        return """
        protocols = imap pop3 lmtp
        base_dir = DIR/run
        log_path = DIR/dovecot.log
        listen = 127.0.0.1
        ssl = yes
        ssl_cert = <DIR/tls.crt
        ssl_key = <DIR/tls.key
        disable_plaintext_auth = no
        mail_location = maildir:DIR/mail/%%n
        first_valid_uid = 1
        mail_max_userip_connections = 20000
        default_process_limit = 20000
        default_client_limit = 20000
        auth_username_format = %%Lu
        passdb {
          driver = passwd-file
          args = scheme=ARGON2ID username_format=%%u DIR/users
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home=DIR/mail/%%n
        }
        service imap-login {
          inet_listener imap {
            port = %d
          }
          inet_listener imaps {
            port = %d
            ssl = yes
          }
        }
        service pop3-login {
          inet_listener pop3 {
            port = %d
          }
          inet_listener pop3s {
            port = 0
          }
        }
        service lmtp {
          inet_listener lmtp {
            address = 127.0.0.1
            port = %d
          }
        }
        """
                .replace("DIR", directory.toString())
                .formatted(imap, imaps, pop3, lmtp);
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
        try (Passwords passwords = new Passwords(1, 1)) {
            for (int i = accounts.size(); i < count; i++) {
                Account account = new Account("user" + i + "@" + DOMAIN, "password" + i);
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
