package posthorn.ingress.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.ingress.session.Client;
import posthorn.ingress.session.Directory;

class GrpcDirectoryTest extends DirectoryContract {
    private GrpcServer server;
    private GrpcDirectory directory;

    @BeforeEach
    void start() throws IOException {
        server = new GrpcServer(new DirectoryServer(accounts));
        directory =
                new GrpcDirectory(
                        subject -> server.channel(), Duration.ofSeconds(20), Duration.ZERO, true);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aChangedPasswordEndsNothingWhereItIsToldNotTo() throws IOException {
        Directory lenient =
                new GrpcDirectory(
                        subject -> server.channel(), Duration.ofSeconds(20), Duration.ZERO, false);
        Client.User alice = new Client.User("account-alice@example.test", "", 0);
        accounts.changePassword("alice@example.test", "another");
        assertTrue(lenient.maySendAs(alice, List.of()).active());
        accounts.disable("alice@example.test");
        assertFalse(lenient.maySendAs(alice, List.of()).active());
    }

    @Override
    Directory directory() {
        return directory;
    }
}
