package posthorn.ingress.api;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import posthorn.ingress.session.Directory;

class GrpcDirectoryTest extends DirectoryContract {
    private GrpcServer server;
    private GrpcDirectory directory;

    @BeforeEach
    void start() throws IOException {
        server = new GrpcServer(new DirectoryServer(accounts));
        directory =
                new GrpcDirectory(
                        subject -> server.channel(), Duration.ofSeconds(20), Duration.ZERO);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    Directory directory() {
        return directory;
    }
}
