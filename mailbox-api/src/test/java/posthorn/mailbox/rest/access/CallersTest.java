package posthorn.mailbox.rest.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.HttpSettings.ForwardedBy;
import posthorn.mailbox.rest.access.Callers.Hop;
import posthorn.runtime.net.Networks;

/** Whose request it is, behind proxies and without. */
class CallersTest {

    private static final String PROXY = "10.1.0.7";

    private final Callers callers =
            new Callers(Networks.parse("key", List.of("10.1.0.0/16")), ForwardedBy.X_FORWARDED);

    private Caller of(String peer, List<Hop> hops) {
        return callers.caller(peer, false, "inside:8080", hops, "browser");
    }

    @Test
    void aProxyOfATrustedNetworkIsBelieved() {
        Caller caller =
                of(
                        PROXY,
                        ForwardedFields.ofX(
                                List.of("203.0.113.5"), "https", "mail.example.org:443"));
        assertEquals(new Caller("203.0.113.5", true, true, "mail.example.org", "browser"), caller);
    }

    @Test
    void nobodyElseIsBelieved() {
        Caller caller =
                of("203.0.113.5", ForwardedFields.ofX(List.of("192.0.2.1"), "https", "evil"));
        assertEquals(new Caller("203.0.113.5", false, false, "inside:8080", "browser"), caller);
    }

    @Test
    void whatAStrangerToldTheProxyCountsForNothing() {
        List<Hop> hops =
                ForwardedFields.ofX(
                        List.of("192.0.2.1, 10.1.0.9, 203.0.113.5, 10.1.0.8"), null, null);
        assertEquals("203.0.113.5", of(PROXY, hops).address());
        assertEquals(
                PROXY, of(PROXY, ForwardedFields.ofX(List.of("unknown"), null, null)).address());
    }

    @Test
    void theStandardFieldIsReadToo() {
        List<Hop> hops =
                ForwardedFields.of(
                        List.of(
                                "for=192.0.2.43, For=\"[2001:db8::17]:4711\";proto=https;host=\"a.test\""));
        assertEquals(
                List.of(new Hop("192.0.2.43", "", ""), new Hop("2001:db8::17", "https", "a.test")),
                hops);
    }

    @Test
    void loopbackIsSafeWithoutTls() {
        assertTrue(of("127.0.0.1", List.of()).secure());
        assertTrue(of("::1", List.of()).secure());
        assertFalse(of("127.0.0.1", List.of()).tls());
        Callers local =
                new Callers(Networks.parse("key", List.of("127.0.0.1")), ForwardedBy.X_FORWARDED);
        List<Hop> plain = ForwardedFields.ofX(List.of("203.0.113.5"), "http", "");
        assertFalse(local.caller("127.0.0.1", false, "h", plain, "").secure());
    }

    @Test
    void anOriginIsThisHostOrAnother() {
        Caller caller = new Caller("127.0.0.1", true, false, "localhost:8080", "");
        assertTrue(caller.isOwn("http://localhost:8080"));
        assertFalse(caller.isOwn("http://localhost"));
        assertFalse(caller.isOwn("https://evil.example"));
        assertFalse(caller.isOwn("null"));
        assertTrue(new Caller("x", true, true, "a.test", "").isOwn("https://A.test:443"));
    }
}
