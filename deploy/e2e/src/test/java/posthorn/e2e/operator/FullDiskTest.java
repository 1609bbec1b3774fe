package posthorn.e2e.operator;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.client.AngusPop3;
import posthorn.e2e.client.AngusSmtp;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.Admin;
import posthorn.e2e.system.Health;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.StandaloneSystem;

/** The disk fills, and there is room again. */
class FullDiskTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int SPARE_MEBIBYTES = 256;
    private static final String ALICE = "alice@example.test";
    private static final String FAR = "far@elsewhere.test";

    @TempDir private Path directory;

    @Test
    void mailIsRefusedForNowWhileReadingAndDeletingGoOn() throws Exception {
        long free = Files.getFileStore(directory).getUsableSpace();
        long wanted = free - (long) SPARE_MEBIBYTES * MEBIBYTE;
        Path filler = directory.resolve("filler");
        try (StandaloneSystem system =
                StandaloneSystem.start(
                        directory,
                        List.of(
                                "-Dposthorn.standalone.min-free-bytes=" + wanted,
                                "-Dposthorn.standalone.free-space-interval=200ms"))) {
            Admin admin = new Admin(system);
            admin.domain("example.test");
            admin.account(ALICE, ALICE);
            sendTwo(system);
            AngusImap imap = AngusImap.implicitTls(system.port(Use.IMAPS), ALICE, ALICE);
            await(() -> imap.count("INBOX") == 2);

            fill(filler, 2 * SPARE_MEBIBYTES);
            await(() -> Health.status(system.port(Use.INGRESS_MANAGEMENT), Health.READY) == 503);
            assertTrue(readiness(system).contains("posthorn.standalone.min-free-bytes"));
            try (SmtpConnection smtp = SmtpConnection.plain(system.port(Use.SMTP))) {
                smtp.ask("MAIL FROM:<" + FAR + ">", "452 4.3.1 ");
            }
            assertEquals(2, imap.read("INBOX").size());
            removeFirst(imap);
            assertEquals(1, imap.count("INBOX"));
            AngusPop3 pop3 = AngusPop3.implicitTls(system.port(Use.POP3S), ALICE, ALICE);
            assertEquals(1, pop3.take().size());
            assertEquals(0, imap.count("INBOX"));

            Files.delete(filler);
            await(() -> Health.status(system.port(Use.INGRESS_MANAGEMENT), Health.READY) == 200);
            sendTwo(system);
            await(() -> imap.count("INBOX") == 2);
        }
    }

    private static void await(Callable<Boolean> until) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(until);
    }

    private static void sendTwo(StandaloneSystem system) throws Exception {
        AngusSmtp outside = AngusSmtp.plain("127.0.0.1", system.port(Use.SMTP));
        for (int i = 0; i < 2; i++) {
            outside.send(FAR, List.of(ALICE), TestMessages.plain(FAR, "room"));
        }
    }

    private static void fill(Path filler, int mebibytes) throws IOException {
        byte[] piece = new byte[MEBIBYTE];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int i = 0; i < mebibytes; i++) {
                out.write(piece);
            }
        }
    }

    private static String readiness(StandaloneSystem system) {
        return given().baseUri("http://127.0.0.1")
                .port(system.port(Use.INGRESS_MANAGEMENT))
                .get(Health.READY)
                .asString();
    }

    private static void removeFirst(AngusImap imap) throws Exception {
        try (Store store = imap.connect();
                Folder inbox = store.getFolder("INBOX")) {
            inbox.open(Folder.READ_WRITE);
            inbox.getMessage(1).setFlag(Flags.Flag.DELETED, true);
            inbox.expunge();
        }
    }
}
