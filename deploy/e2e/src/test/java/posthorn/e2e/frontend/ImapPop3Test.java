package posthorn.e2e.frontend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.client.AngusPop3;
import posthorn.e2e.client.RawConnection;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.StandaloneSystem;
import posthorn.frontend.api.GrpcAccounts;
import posthorn.frontend.settings.FrontendSettings;
import posthorn.frontend.store.AccountSession;
import posthorn.frontend.store.Accounts;
import posthorn.frontend.store.AppendedMessage;
import posthorn.frontend.store.AuthenticationResult;
import posthorn.frontend.store.MessageAppend;
import posthorn.frontend.store.SearchContract;
import posthorn.frontend.store.StoreContract;
import posthorn.frontend.store.StoreResult;
import posthorn.runtime.signin.TestSignIns;
import posthorn.standalone.FreePorts;

/**
 * One Posthorn for all: the contract of the frontend's port on the real store, and POP3 with
 * clients that we did not write.
 */
final class ImapPop3Test {
    private static final AtomicInteger MADE = new AtomicInteger();

    private static StandaloneSystem system;
    private static Admin admin;
    private static ManagedChannel channel;
    private static Channel authorized;
    private static GrpcAccounts accounts;

    /** The defaults. */
    private record Settings() implements FrontendSettings.Store {
        @Override
        public Duration callTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration retryTimeout() {
            return Duration.ofSeconds(20);
        }

        @Override
        public Duration signInTimeout() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration ownChangesTimeout() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration searchTimeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public int sessionsPerAccount() {
            return 200;
        }

        @Override
        public boolean endSessionsOnNewPassword() {
            return true;
        }

        @Override
        public long appendMemory() {
            return 1 << 26;
        }

        @Override
        public long appendMemoryPerAccount() {
            return 1 << 23;
        }

        @Override
        public long keptMessages() {
            return 10_000;
        }

        @Override
        public long readAhead() {
            return 1 << 20;
        }

        @Override
        public int keptAppend() {
            return 262_144;
        }
    }

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        int port = FreePorts.next();
        system =
                StandaloneSystem.start(
                        directory,
                        List.of(
                                "-Dquarkus.grpc.server.port=" + port,
                                "-Dposthorn.mailbox-api.addresses=localhost:" + port));
        admin = new Admin(system);
        admin.domain("contract.test");
        String token = Files.readString(system.dataDir().resolve("service-token")).strip();
        Metadata shown = new Metadata();
        shown.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + token);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        authorized =
                ClientInterceptors.intercept(
                        channel, MetadataUtils.newAttachHeadersInterceptor(shown));
        accounts = new GrpcAccounts(account -> authorized, new Settings());
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        system.close();
    }

    private static String account() {
        String address = "user" + MADE.incrementAndGet() + "@contract.test";
        admin.account(address, StoreContract.PASSWORD);
        return address;
    }

    /** The port over gRPC, as the accounts in memory play it, too. */
    @Nested
    final class Contract implements SearchContract {
        @Override
        public Accounts accounts() {
            return accounts;
        }

        @Override
        public String newAccount() {
            return account();
        }

        @Override
        public void disable(String address) {
            admin.accountCall("PATCH", address, "", Map.of("state", "disabled"))
                    .then()
                    .statusCode(200);
        }
    }

    private static AccountSession signIn(Accounts at, String address) {
        AuthenticationResult answer =
                at.signIn(
                        TestSignIns.password(address, StoreContract.PASSWORD, "imap", "192.0.2.1"));
        return assertInstanceOf(AuthenticationResult.Accepted.class, answer).account();
    }

    private static void append(AccountSession view, String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        try (MessageAppend appending =
                view.append(new AppendedMessage("INBOX", List.of(), 0, octets.length))) {
            appending.write(octets, 0, octets.length);
            assertInstanceOf(StoreResult.Done.class, appending.finish());
        }
    }

    /** POP3 with Angus Mail, and with the clients of Debian where they are installed. */
    @Nested
    final class Pop3 {
        private static final String MESSAGE = "Subject: dots\r\n\r\n.\r\n..\r\n.hidden\r\nend\r\n";

        private String filled(int messages) {
            String address = account();
            try (AccountSession view = signIn(accounts, address)) {
                for (int i = 0; i < messages; i++) {
                    append(view, "X-Number: " + i + "\r\n" + MESSAGE);
                }
            }
            return address;
        }

        @Test
        void angusReadsEveryOctetOverBothPortsAndRemovesOnlyAtTheEnd() throws Exception {
            String address = filled(3);
            AngusPop3 tls =
                    AngusPop3.implicitTls(system.port(Use.POP3S), address, StoreContract.PASSWORD);
            AngusPop3 stls =
                    AngusPop3.startTls(system.port(Use.POP3), address, StoreContract.PASSWORD);
            List<AngusMessage> read = stls.read();
            assertEquals(3, read.size());
            assertEquals("X-Number: 0\r\n" + MESSAGE, text(read.get(0)));
            assertEquals(3, tls.take().size());
            assertEquals(List.of(), stls.read());
        }

        private static String text(AngusMessage message) {
            return new String(message.octets(), StandardCharsets.US_ASCII);
        }

        @Test
        void oneSessionAtATimeAndADroppedOneRemovesNothing() throws Exception {
            String address = filled(2);
            AngusPop3 other =
                    AngusPop3.startTls(system.port(Use.POP3), address, StoreContract.PASSWORD);
            try (RawConnection dropped = RawConnection.connectTls(system.port(Use.POP3S))) {
                dropped.line();
                dropped.send("USER " + address + "\r\n");
                dropped.send("PASS " + StoreContract.PASSWORD + "\r\n");
                dropped.send("DELE 1" + "\r\n");
                dropped.line();
                assertEquals("+OK 2 messages\r\n", dropped.line());
                assertTrue(dropped.line().startsWith("+OK"));
                MessagingException refused = assertThrows(MessagingException.class, other::read);
                assertTrue(
                        String.valueOf(refused.getMessage()).contains("IN-USE"), refused::toString);
            }
            await().ignoreExceptions().untilAsserted(() -> assertEquals(2, other.read().size()));
        }

        @Test
        void curlListsAndFetches() throws Exception {
            String address = filled(2);
            String url = "pop3s://127.0.0.1:" + system.port(Use.POP3S) + "/";
            assertEquals(
                    "1 51\r\n2 51\r\n",
                    run("curl", "-sSk", "-u", address + ":" + StoreContract.PASSWORD, url));
            assertEquals(
                    "X-Number: 1\r\n" + MESSAGE,
                    run("curl", "-sSk", "-u", address + ":" + StoreContract.PASSWORD, url + "2"));
        }

        @Test
        void mpopFetchesAndRemoves(@TempDir Path directory) throws Exception {
            String address = filled(2);
            Path box = directory.resolve("box");
            Path config = directory.resolve("mpoprc");
            Files.writeString(
                    config,
                    """
                    account a
                    host 127.0.0.1
                    port %d
                    tls on
                    tls_starttls off
                    tls_certcheck off
                    auth plain
                    user %s
                    password "%s"
                    keep off
                    delivery mbox %s
                    uidls_file %s
                    account default : a
                    """
                            .formatted(
                                    system.port(Use.POP3S),
                                    address,
                                    StoreContract.PASSWORD,
                                    box,
                                    directory.resolve("uidls")),
                    StandardCharsets.UTF_8);
            Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
            run("mpop", "-q", "-C", config.toString());
            assertEquals(2, Files.readString(box).split("X-Number: ", -1).length - 1);
            assertEquals(
                    List.of(),
                    AngusPop3.implicitTls(system.port(Use.POP3S), address, StoreContract.PASSWORD)
                            .read());
        }

        private static String run(String... command) throws Exception {
            assumeTrue(
                    Files.isExecutable(Path.of("/usr/bin", command[0])),
                    "skipped: install " + command[0]);
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals(0, process.waitFor(), output);
            return output;
        }
    }
}
