package posthorn.ingress.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import posthorn.ingress.authentication.AuthenticationPolicy.Treatment;
import posthorn.ingress.memory.MemoryDns;
import posthorn.protocol.arc.ArcOutcome;
import posthorn.protocol.auth.AuthenticationResults;
import posthorn.protocol.mime.HeaderScan;
import posthorn.protocol.smtp.ReversePath;

/** What is found about the sender of a message, and what is done with it. */
class MessageChecksTest {
    private static final String CLIENT = "192.0.2.1";
    private static final AuthenticationPolicy POLICY =
            new AuthenticationPolicy(
                    Treatment.REJECT, Treatment.JUNK, Treatment.REJECT, true, Map.of(), Set.of());

    private final MemoryDns dns =
            new MemoryDns()
                    .host("mail.far.test", CLIENT)
                    .txt("far.test", "v=spf1 ip4:192.0.2.1 -all")
                    .txt("other.test", "v=spf1 ip4:192.0.2.1 -all")
                    .txt("strict.test", "v=spf1 -all")
                    .txt("_dmarc.strict.test", "v=DMARC1; p=reject")
                    .txt("_dmarc.wary.test", "v=DMARC1; p=quarantine")
                    .txt("_dmarc.open.test", "v=DMARC1; p=none");
    private LocalDomains domains = domain -> domain.equals("here.test");

    @Test
    void aDomainThatAsksForNothingIsTaken() throws InterruptedException {
        AuthenticationVerdict verdict = check("u@far.test", "u@far.test");
        assertEquals(new Handling.Accept(""), verdict.handling());
        assertEquals(
                String.join(
                        "\r\n",
                        "Authentication-Results: mx.here.test;",
                        "\tiprev=pass (mail.far.test)",
                        "\t policy.iprev=192.0.2.1;",
                        "\tspf=none (mail.far.test has no SPF record)",
                        "\t smtp.helo=mail.far.test;",
                        "\tspf=pass ('ip4:192.0.2.1' in the SPF record of far.test)",
                        "\t smtp.mailfrom=u@far.test;",
                        "\tdkim=none;",
                        "\tdmarc=none",
                        "\t header.from=far.test",
                        ""),
                verdict.facts().field("mx.here.test"));
    }

    @Test
    void whatADomainAsksForIsDone() throws InterruptedException {
        assertInstanceOf(Handling.Reject.class, handling("u@other.test", "u@strict.test"));
        assertInstanceOf(Handling.Junk.class, handling("u@other.test", "u@wary.test"));
        assertEquals(new Handling.Accept(""), handling("u@other.test", "u@open.test"));
    }

    @Test
    void theReplySaysWhatFailedForWhomAndWhatToDo() throws InterruptedException {
        Handling.Reject reject =
                assertInstanceOf(Handling.Reject.class, handling("u@strict.test", "u@strict.test"));
        assertEquals(
                List.of(
                        "The message says that it is from strict.test, and nothing shows that it"
                                + " is.",
                        "SPF: fail, '-all' in the SPF record of strict.test",
                        "DKIM: the message has no signature",
                        "strict.test asks that such mail is not taken (DMARC policy reject).",
                        "Its owner can list 192.0.2.1 in the SPF record and send with an address of"
                                + " strict.test in MAIL, or sign with DKIM as d=strict.test."),
                reject.lines());
    }

    @Test
    void theStrictestOfSeveralAuthorsCounts() throws InterruptedException {
        assertInstanceOf(
                Handling.Reject.class,
                handling("u@far.test", "u@far.test, u@wary.test, u@strict.test."));
    }

    @Test
    void moreAuthorsThanAreCheckedAreJunk() throws InterruptedException {
        assertInstanceOf(
                Handling.Junk.class,
                handling(
                        "u@far.test",
                        "u@a.test, u@b.test, u@c.test, u@d.test, u@e.test, u@f.test"));
    }

    @Test
    void whatCannotBeLookedUpComesAgain() throws InterruptedException {
        dns.broken("_dmarc.far.test");
        assertInstanceOf(Handling.Defer.class, handling("u@far.test", "u@far.test"));
        dns.broken("other.test");
        assertInstanceOf(Handling.Defer.class, handling("u@other.test", "u@other.test"));
    }

    @Test
    void aRecordThatCannotBeLookedUpMattersOnlyWhereItDecides() throws InterruptedException {
        dns.broken("strict.test");
        assertInstanceOf(Handling.Defer.class, handling("u@strict.test", "u@strict.test"));
        dns.broken("far.test");
        AuthenticationPolicy gentle =
                new AuthenticationPolicy(
                        Treatment.REJECT,
                        Treatment.JUNK,
                        Treatment.REJECT,
                        false,
                        Map.of(),
                        Set.of());
        assertEquals(
                new Handling.Accept(""), check("u@far.test", "u@open.test", gentle).handling());
    }

    @Test
    void anUnknownReversePathWaitsWhereNothingElseIsShown() throws InterruptedException {
        dns.broken("far.test").broken("mail.far.test");
        assertInstanceOf(Handling.Defer.class, handling("u@far.test", "u@open.test"));
        assertInstanceOf(Handling.Defer.class, handling("", "u@open.test"));
    }

    @Test
    void aDomainOfOursHasToBeProven() throws InterruptedException {
        Handling.Reject forged =
                assertInstanceOf(Handling.Reject.class, handling("u@far.test", "boss@here.test"));
        assertTrue(
                forged.lines().toString().contains("hosted here"), () -> forged.lines().toString());
        dns.txt("here.test", "v=spf1 ip4:192.0.2.1 -all");
        assertEquals(new Handling.Accept(""), handling("boss@here.test", "boss@here.test"));
    }

    @Test
    void aDomainOfOursIsForgedWhateverItPublishes() throws InterruptedException {
        dns.txt("_dmarc.here.test", "v=DMARC1; p=none");
        assertInstanceOf(Handling.Reject.class, handling("u@far.test", "boss@here.test"));
    }

    @Test
    void aDirectoryThatCannotBeAskedDefers() throws InterruptedException {
        domains =
                domain -> {
                    throw new IOException("down");
                };
        assertInstanceOf(Handling.Defer.class, handling("u@far.test", "u@far.test"));
    }

    @Test
    void settingsHaveTheLastWord() throws InterruptedException {
        AuthenticationPolicy gentle =
                new AuthenticationPolicy(
                        Treatment.JUNK,
                        Treatment.ACCEPT,
                        Treatment.JUNK,
                        false,
                        Map.of("strict.test", Treatment.ACCEPT, "open.test", Treatment.REJECT),
                        Set.of());
        assertEquals(
                new Handling.Accept("the settings take mail from strict.test"),
                check("u@far.test", "u@strict.test", gentle).handling());
        assertInstanceOf(
                Handling.Reject.class, check("u@far.test", "u@open.test", gentle).handling());
        assertEquals(
                new Handling.Accept("the settings take mail from wary.test"),
                check("u@far.test", "u@wary.test", gentle).handling());
        assertInstanceOf(
                Handling.Junk.class, check("u@far.test", "u@here.test", gentle).handling());
    }

    @Test
    void whatATrustedForwarderHadFoundCounts() throws InterruptedException {
        AuthenticationPolicy trusting =
                new AuthenticationPolicy(
                        Treatment.REJECT,
                        Treatment.JUNK,
                        Treatment.REJECT,
                        true,
                        Map.of(),
                        Set.of("lists.test"));
        AuthenticationFacts facts = check("u@far.test", "u@strict.test").facts();
        String found = "mx.lists.test; dmarc=pass header.from=strict.test";
        assertEquals(
                new Handling.Accept("lists.test has passed it on, and had found it proven"),
                forwarded(facts, trusting, "lists.test", found));
        assertInstanceOf(Handling.Reject.class, forwarded(facts, trusting, "other.test", found));
        assertInstanceOf(
                Handling.Reject.class,
                forwarded(facts, trusting, "lists.test", found.replace("pass", "fail")));
        assertInstanceOf(
                Handling.Reject.class,
                forwarded(facts, trusting, "lists.test", found.replace("strict", "other")));
        assertInstanceOf(Handling.Reject.class, forwarded(facts, POLICY, "lists.test", found));
    }

    private static Handling forwarded(
            AuthenticationFacts facts, AuthenticationPolicy policy, String sealer, String found) {
        ArcOutcome chain =
                new ArcOutcome(
                        ArcOutcome.Status.PASS, 1, sealer, AuthenticationResults.parse(found), "");
        return new HandlingPolicy(policy)
                .of(
                        new AuthenticationFacts(
                                facts.request(),
                                facts.helo(),
                                facts.mailFrom(),
                                facts.dkim(),
                                facts.dmarc(),
                                chain,
                                facts.reverse(),
                                facts.heloName()),
                        Set.of());
    }

    @Test
    void theNullReversePathIsCheckedByTheNameInHelo() throws InterruptedException {
        dns.txt("mail.far.test", "v=spf1 a -all");
        dns.txt("_dmarc.far.test", "v=DMARC1; p=reject");
        AuthenticationVerdict verdict = check("", "mailer-daemon@far.test");
        assertEquals("mail.far.test", verdict.facts().mailFrom().domain());
        assertEquals(new Handling.Accept(""), verdict.handling());
    }

    @Test
    void questionsAndTimeOfOneMessageAreBounded() throws InterruptedException {
        AtomicLong now = new AtomicLong();
        BoundedDns few = new BoundedDns(time -> dns, now::get, Duration.ofSeconds(1), 2);
        few.txt("a.test");
        few.txt("b.test");
        assertEquals(
                "Unavailable[reason=this message asks too much of DNS]",
                few.txt("far.test").toString());
        BoundedDns late = new BoundedDns(time -> dns, now::get, Duration.ofSeconds(1), 2);
        BoundedDns sooner = late.within(Duration.ofMillis(1));
        now.addAndGet(Duration.ofMillis(2).toNanos());
        assertEquals(
                "Unavailable[reason=DNS takes too long for this message]",
                sooner.txt("far.test").toString());
        assertEquals(1, late.txt("far.test").known().size());
    }

    private Handling handling(String sender, String from) throws InterruptedException {
        return check(sender, from).handling();
    }

    private AuthenticationVerdict check(String sender, String from) throws InterruptedException {
        return check(sender, from, POLICY);
    }

    private AuthenticationVerdict check(String sender, String from, AuthenticationPolicy policy)
            throws InterruptedException {
        byte[] message =
                ("From: " + from + "\r\nSubject: x\r\n\r\nBody\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        HeaderScan scan = HeaderScan.of(message);
        MessageChecks checks =
                new MessageChecks(
                        new AuthenticationRequest(
                                CLIENT,
                                "mail.far.test",
                                ReversePath.parse(sender).orElseThrow(),
                                scan.from(),
                                scan.fromOverflow()),
                        new MessageChecks.Surroundings(
                                () ->
                                        new BoundedDns(
                                                time -> dns, () -> 0, Duration.ofSeconds(10), 300),
                                new AuthenticationLimits(
                                        Duration.ofSeconds(10), Duration.ofSeconds(1), 300, 10),
                                "mx.here.test",
                                InstantSource.fixed(Instant.EPOCH),
                                domain -> domains.isLocal(domain),
                                new HandlingPolicy(policy)),
                        message,
                        scan.length());
        checks.body(message, scan.length(), message.length);
        return checks.finish();
    }
}
