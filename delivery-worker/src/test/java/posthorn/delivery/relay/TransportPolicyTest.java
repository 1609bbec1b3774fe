package posthorn.delivery.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;
import posthorn.delivery.mtasts.DomainPolicy;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.AttemptResult.Deferred;
import posthorn.delivery.policy.AttemptResult.Delivered;
import posthorn.delivery.policy.AttemptResult.Failed;
import posthorn.protocol.dns.TlsaRecord;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.tlsrpt.AppliedPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.protocol.tlsrpt.TlsResultType;
import posthorn.protocol.tlsrpt.TlsSession;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.runtime.net.TestAuthority;
import posthorn.runtime.tls.SelfSigned;

/**
 * What domains and senders demand of TLS (RFC 8461, RFC 7672, RFC 8689), over real sockets, TLS and
 * DNS on loopback.
 */
class TransportPolicyTest {

    private static final String TEXT = "Subject: x\r\n\r\nhello\r\n";
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final SelfSigned FIRST = AUTHORITY.issue("first.test");
    private static final SelfSigned SECOND = AUTHORITY.issue("second.test");

    @TempDir Path folder;

    private Optional<RelayRig> open = Optional.empty();

    @AfterEach
    void close() {
        open.ifPresent(RelayRig::close);
    }

    private RelayRig rig(SelfSigned first, SelfSigned second) {
        RelayRig rig = new RelayRig(first, second, AUTHORITY.writeTo(folder));
        open = Optional.of(rig);
        rig.first.behaviour.tls = ScriptedPeer.Tls.GOOD;
        rig.second.behaviour.tls = ScriptedPeer.Tls.GOOD;
        return rig;
    }

    private static void policy(RelayRig rig, StsPolicy.Mode mode, String... mx) {
        StsPolicy policy = new StsPolicy(mode, Duration.ofDays(1), List.of(mx));
        rig.policies = domain -> new DomainPolicy(Optional.of(policy), Optional.empty());
    }

    @Test
    void enforcedPolicyTakesAHostWithAGoodCertificate() {
        RelayRig rig = rig(FIRST, SECOND);
        policy(rig, StsPolicy.Mode.ENFORCE, "*.test");
        assertDelivered(rig.send(TEXT, "a@far.test"));
        assertTrue(rig.first.received.getFirst().secure());
        TlsSession told = rig.told.getFirst();
        assertEquals(AppliedPolicy.Type.STS, told.policy().type());
        assertEquals(List.of("*.test"), told.policy().mx());
        assertEquals(Optional.empty(), told.problem());
    }

    @Test
    void enforcedPolicyWaitsWhereNoHostHasAGoodCertificate() {
        RelayRig rig = rig(AUTHORITY.issueExpired("first.test"), AUTHORITY.issue("other.test"));
        policy(rig, StsPolicy.Mode.ENFORCE, "first.test", "second.test");
        Deferred deferred = deferred("4.7.5", rig.send(TEXT, "a@far.test"));
        assertTrue(deferred.reply().contains("MTA-STS"), deferred.reply());
        assertTrue(deferred.reply().contains("not for second.test"), deferred.reply());
        assertNothingSaid(rig);
        assertEquals(
                List.of(TlsResultType.CERTIFICATE_EXPIRED, TlsResultType.CERTIFICATE_HOST_MISMATCH),
                problems(rig));
    }

    @Test
    void enforcedPolicyPassesOverAHostThatNoAuthorityVouchesFor() {
        RelayRig rig = rig(new TestAuthority().issue("first.test"), SECOND);
        policy(rig, StsPolicy.Mode.ENFORCE, "first.test", "second.test");
        assertDelivered(rig.send(TEXT, "a@far.test"));
        assertEquals(0, rig.first.received.size());
        assertEquals(1, rig.second.received.size());
        assertEquals(List.of(TlsResultType.CERTIFICATE_NOT_TRUSTED), problems(rig));
    }

    @Test
    void enforcedPolicyPassesOverAHostThatItDoesNotName() {
        RelayRig rig = rig(FIRST, SECOND);
        policy(rig, StsPolicy.Mode.ENFORCE, "second.test");
        assertDelivered(rig.send(TEXT, "a@far.test"));
        assertEquals(0, rig.first.connections.get());
        assertEquals(1, rig.second.received.size());
        Deferred deferred = deferred("4.7.5", rig.send(TEXT, "a@only.test"));
        assertTrue(deferred.reply().contains("does not name first.test"), deferred.reply());
    }

    @Test
    void enforcedPolicyTakesNoConnectionWithoutTls() {
        RelayRig rig = rig(FIRST, SECOND);
        policy(rig, StsPolicy.Mode.ENFORCE, "*.test");
        rig.first.behaviour.tls = ScriptedPeer.Tls.NONE;
        rig.second.behaviour.tls = ScriptedPeer.Tls.BROKEN;
        deferred("4.7.10", rig.send(TEXT, "a@far.test"));
        assertNothingSaid(rig);
        assertEquals(
                List.of(TlsResultType.STARTTLS_NOT_SUPPORTED, TlsResultType.VALIDATION_FAILURE),
                problems(rig));
    }

    @Test
    void testedPolicyOnlyTells() {
        RelayRig rig = rig(AUTHORITY.issueExpired("first.test"), SECOND);
        policy(rig, StsPolicy.Mode.TESTING, "first.test");
        assertDelivered(rig.send(TEXT, "a@far.test"));
        assertTrue(rig.first.received.getFirst().secure());
        assertEquals(List.of(TlsResultType.CERTIFICATE_EXPIRED), problems(rig));
    }

    @Test
    void policyThatCouldNotBeFetchedIsTold() {
        RelayRig rig = rig(FIRST, SECOND);
        TlsProblem away = new TlsProblem(TlsResultType.STS_POLICY_FETCH_ERROR, "away");
        rig.policies = domain -> new DomainPolicy(Optional.empty(), Optional.of(away));
        assertDelivered(rig.send(TEXT, "a@far.test"));
        assertEquals(List.of(TlsResultType.STS_POLICY_FETCH_ERROR), problems(rig));
    }

    @Test
    void tlsaRecordsTakeTheHostThatTheyNameWhateverTheCertificateSays() throws Exception {
        SelfSigned own = SelfSigned.create("whoever.test", Instant.now());
        RelayRig rig = rig(own, SECOND);
        rig.dns.sign();
        rig.dns.tlsa(tlsaName(rig, "first.test"), key(own));
        policy(rig, StsPolicy.Mode.ENFORCE, "second.test");
        assertDelivered(rig.send(TEXT, "a@far.test"));
        assertEquals(1, rig.first.received.size());
        assertEquals(AppliedPolicy.Type.TLSA, rig.told.getFirst().policy().type());
    }

    @Test
    void hostThatItsTlsaRecordsDoNotNameGetsNothing() throws Exception {
        RelayRig rig = rig(FIRST, SECOND);
        rig.dns.sign();
        rig.dns.tlsa(tlsaName(rig, "first.test"), key(SECOND));
        policy(rig, StsPolicy.Mode.ENFORCE, "first.test");
        Deferred deferred = deferred("4.7.5", rig.send(TEXT, "a@only.test"));
        assertTrue(deferred.reply().contains("DANE"), deferred.reply());
        assertNothingSaid(rig);
    }

    @Test
    void tlsaRecordsThatCannotBeHadAreNotTheSameAsNone() {
        RelayRig rig = rig(FIRST, SECOND);
        rig.dns.sign();
        rig.dns.servfail(tlsaName(rig, "first.test"), Type.TLSA);
        deferred("4.7.5", rig.send(TEXT, "a@only.test"));
        assertEquals(0, rig.first.connections.get());
        assertEquals(List.of(TlsResultType.DNSSEC_INVALID), problems(rig));
    }

    @Test
    void tlsaRecordsCountOnlyWhereEachAnswerIsAuthentic() throws Exception {
        for (String unsigned : List.of("only.test", "first.test", "")) {
            RelayRig rig = rig(FIRST, SECOND);
            String tlsa = tlsaName(rig, "first.test");
            rig.dns.tlsa(tlsa, key(SECOND));
            rig.dns.sign(unsigned.isEmpty() ? tlsa : unsigned);
            assertDelivered(rig.send(TEXT, "a@only.test"));
            rig.close();
            open = Optional.empty();
        }
    }

    @Test
    void tlsaRecordsThatNobodyCanUseStillDemandTls() {
        RelayRig rig = rig(FIRST, SECOND);
        rig.dns.sign();
        rig.dns.tlsa(tlsaName(rig, "first.test"), new TlsaRecord(0, 0, 1, new byte[32]));
        assertDelivered(rig.send(TEXT, "a@only.test"));
        assertTrue(rig.first.received.getFirst().secure());
        rig.begin();
        rig.first.behaviour.tls = ScriptedPeer.Tls.NONE;
        deferred("4.7.10", rig.send(TEXT, "a@only.test"));
        assertNothingSaid(rig);
    }

    @Test
    void requireTlsGoesToAVerifiedHostThatOffersIt() {
        RelayRig rig = rig(FIRST, SECOND);
        policy(rig, StsPolicy.Mode.ENFORCE, "*.test");
        rig.second.behaviour.featuresOverTls = List.of("REQUIRETLS");
        assertDelivered(send(rig, AcceptedMail.newBuilder().setRequireTls(true), "a@far.test"));
        assertEquals(0, rig.first.received.size());
        assertEquals("REQUIRETLS", rig.second.received.getFirst().parameters().split(" ")[2]);
    }

    @Test
    void requireTlsIsReturnedWhereNoHostOffersItOrNothingVerifiesThem() {
        RelayRig rig = rig(FIRST, SECOND);
        AcceptedMail.Builder mail = AcceptedMail.newBuilder().setRequireTls(true);
        Failed unverifiable = failed("5.7.10", send(rig, mail, "a@far.test"));
        assertTrue(unverifiable.reply().contains("REQUIRETLS"), unverifiable.reply());
        policy(rig, StsPolicy.Mode.ENFORCE, "*.test");
        failed("5.7.30", send(rig, AcceptedMail.newBuilder().setRequireTls(true), "a@far.test"));
        assertNothingSaid(rig);
    }

    @Test
    void messageThatDoesNotRequireTlsGoesWhateverTheDomainDemands() throws Exception {
        RelayRig rig = rig(AUTHORITY.issueExpired("first.test"), SECOND);
        rig.dns.sign();
        rig.dns.tlsa(tlsaName(rig, "first.test"), key(SECOND));
        policy(rig, StsPolicy.Mode.ENFORCE, "second.test");
        assertDelivered(
                send(rig, AcceptedMail.newBuilder().setTlsNotRequired(true), "a@only.test"));
        deferred("4.7.5", rig.send(TEXT, "a@only.test"));
        assertEquals(1, rig.first.received.size());
    }

    private static String tlsaName(RelayRig rig, String host) {
        return "_" + rig.first.port() + "._tcp." + host;
    }

    /** The record 3 1 1 of a certificate. */
    private static TlsaRecord key(SelfSigned made) throws GeneralSecurityException {
        byte[] pem = made.certificate().getBytes(StandardCharsets.US_ASCII);
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(pem));
        byte[] key = certificate.getPublicKey().getEncoded();
        return new TlsaRecord(3, 1, 1, MessageDigest.getInstance("SHA-256").digest(key));
    }

    private static List<AttemptResult> send(RelayRig rig, AcceptedMail.Builder mail, String to) {
        return rig.send(mail, TEXT, () -> true, to);
    }

    private static List<TlsResultType> problems(RelayRig rig) {
        return rig.told.stream().flatMap(t -> t.problem().stream()).map(TlsProblem::type).toList();
    }

    private static void assertNothingSaid(RelayRig rig) {
        assertEquals(List.of(), rig.first.received);
        assertEquals(List.of(), rig.second.received);
    }

    private static void assertDelivered(List<AttemptResult> results) {
        assertInstanceOf(Delivered.class, results.getFirst(), results::toString);
    }

    private static Deferred deferred(String status, List<AttemptResult> results) {
        Deferred deferred = assertInstanceOf(Deferred.class, results.getFirst(), results::toString);
        assertEquals(status, deferred.status(), deferred::reply);
        return deferred;
    }

    private static Failed failed(String status, List<AttemptResult> results) {
        Failed failed = assertInstanceOf(Failed.class, results.getFirst(), results::toString);
        assertEquals(status, failed.status(), failed::reply);
        return failed;
    }
}
