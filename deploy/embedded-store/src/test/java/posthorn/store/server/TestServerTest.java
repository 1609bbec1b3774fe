package posthorn.store.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TestServerTest {
    private static final String PROXY = "mongodb://127.0.0.1:99/?directConnection=true";

    @Test
    void whoeverGoesThroughAProxySignsInAsBefore() {
        assertEquals(
                "mongodb://a:b@127.0.0.1:99/mail?authSource=admin&directConnection=true",
                TestServer.through(
                        "mongodb://a:b@db1:1,db2/mail?replicaSet=rs&authSource=admin&retryWrites=true",
                        PROXY));
        assertEquals(
                "mongodb://127.0.0.1:99/?directConnection=true",
                TestServer.through("mongodb://db1:27017", PROXY));
    }
}
