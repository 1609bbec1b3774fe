package posthorn.e2e.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import posthorn.e2e.sink.SinkMessage;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.RemoteHost;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.SmtpConnection;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** Mail to addresses that lead on: to groups, to other hosts, back, and to whoever catches all. */
class AddressChainTest {

    private final Site site = Site.standalone();

    private void operator(String method, String path, Map<String, ?> body) {
        int status = site.admin().directoryCall(method, path, body).statusCode();
        assertTrue(status == 200 || status == 201, () -> method + " " + path + ": " + status);
    }

    /** From another host, by hand; the last reply, to the recipient or to the dot. */
    private String fromOutside(String sender, String recipient, String message) throws Exception {
        try (SmtpConnection smtp = SmtpConnection.plain(site.port(Use.SMTP))) {
            smtp.ask("MAIL FROM:<" + sender + ">", "250 ");
            String taken = smtp.ask("RCPT TO:<" + recipient + ">");
            if (!taken.startsWith("250 ")) {
                return taken;
            }
            smtp.ask("DATA", "354 ");
            return smtp.ask(message + "\r\n.");
        }
    }

    private static String letter(String from) {
        return "From: <" + from + ">\r\nSubject: x\r\n\r\nhello";
    }

    @Test
    void anAliasOfAGroupReachesAnotherHostAndItsReturnsComeBack() throws Exception {
        MailUser alice = site.newPerson("alice");
        String domain = alice.domain();
        try (RemoteHost far = site.newHost(SinkOptions.modern());
                RemoteHost senders = site.newHost(SinkOptions.modern())) {
            String away = "away@" + domain;
            operator(
                    "POST",
                    "/v1/forwards",
                    Map.of("address", away, "targets", List.of(far.address("x"))));
            operator(
                    "POST",
                    "/v1/groups",
                    Map.of("address", "team@" + domain, "members", List.of(alice.address(), away)));
            operator(
                    "POST",
                    "/v1/aliases",
                    Map.of("address", "info@" + domain, "account", "team@" + domain));
            String joe = senders.address("joe");
            assertTrue(fromOutside(joe, "INFO@" + domain, letter(joe)).startsWith("250 "));
            assertEquals(1, alice.awaitInbox(1).size());
            SinkMessage passed = far.await(far.address("x"), 1).getFirst();
            String returns = passed.reversePath();
            assertTrue(returns.startsWith("SRS0="), returns);
            assertTrue(returns.endsWith("=" + senders.domain() + "=joe@" + domain), returns);
            String copy = TestMessages.text(passed.content());
            assertTrue(copy.startsWith("Delivered-To: " + away + "\r\n"), copy);
            assertTrue(
                    fromOutside(joe, "info@" + domain, copy.strip()).startsWith("554 5.4.6 "),
                    "it comes back");
            assertTrue(fromOutside(joe, returns, letter(joe)).startsWith("550 5.7.1 "));
            assertTrue(fromOutside("", returns, letter("mx@far.test")).startsWith("250 "));
            assertEquals("", senders.await(joe, 1).getFirst().reversePath());
        }
    }

    @Test
    void aDomainCatchesAllIsAnAliasOrHasItsMailboxesElsewhere() throws Exception {
        MailUser alice = site.newPerson("alice");
        String other = site.newDomain();
        operator(
                "PATCH",
                "/v1/domains/" + alice.domain(),
                Map.of("catchAll", alice.address(), "tags", "-"));
        operator("PATCH", "/v1/domains/" + other, Map.of("aliasOf", alice.domain()));
        for (String address :
                List.of("nobody@" + alice.domain(), "alice-tag@" + other, "any@" + other)) {
            assertTrue(
                    fromOutside("s@elsewhere.test", address, letter("s@elsewhere.test"))
                            .startsWith("250 "));
        }
        assertEquals(3, alice.awaitInbox(3).size());
        String gateway = site.newDomain();
        String recipient = "who@" + gateway;
        try (RemoteHost there = site.newHost(SinkOptions.modern())) {
            operator(
                    "PATCH",
                    "/v1/domains/" + gateway,
                    Map.of(
                            "nextHop",
                            "[" + there.address() + "]:" + there.port(),
                            "recipients",
                            "asked"));
            assertTrue(
                    fromOutside("s@elsewhere.test", recipient, letter("s@elsewhere.test"))
                            .startsWith("250 "));
            assertEquals("s@elsewhere.test", there.await(recipient, 1).getFirst().reversePath());
        }
        assertTrue(
                fromOutside("s@elsewhere.test", "other@" + gateway, "").startsWith("451 4.4.1 "),
                "the host is away");
    }
}
