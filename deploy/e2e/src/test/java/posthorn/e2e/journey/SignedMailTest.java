package posthorn.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import posthorn.e2e.sink.SinkOptions;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.RemoteHost;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;
import posthorn.protocol.dkim.BodyHasher;
import posthorn.protocol.dkim.DkimVerification;
import posthorn.protocol.dkim.KeyLookup;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.SignatureResult;
import posthorn.protocol.mime.MessageHeader;

/**
 * What leaves for another host is signed by the domain in From, and verifies with the records that
 * the domain is told to publish.
 */
@ParameterizedClass
@EnumSource(Site.Kind.class)
class SignedMailTest {

    private final Site site;

    SignedMailTest(Site.Kind kind) {
        this.site = kind.site();
    }

    @Test
    void aReceiverBelievesWhatWeSend() throws Exception {
        MailUser alice = site.newPerson("alice");
        Map<String, String> dns = site.admin().texts(alice.domain());
        try (RemoteHost other = site.newHost(SinkOptions.modern())) {
            String carol = other.address("carol");
            alice.send(List.of(carol), TestMessages.ugly(alice.address(), "signed"));
            alice.send(
                    List.of(carol),
                    TestMessages.large(alice.address(), "signed, large", 600_000, new Random(5)));
            other.await(carol, 2)
                    .forEach(message ->
                            assertEquals(
                                    List.of(
                                            "pass rsa-sha256 " + alice.domain(),
                                            "pass ed25519-sha256 " + alice.domain()),
                                    verify(message.content(), dns)));
        }
    }

    private static List<String> verify(byte[] message, Map<String, String> dns) {
        MessageHeader header = MessageHeader.of(message);
        DkimVerification verification = DkimVerification.of(header, 8);
        BodyHasher hasher = new BodyHasher(verification.bodyHashes());
        hasher.update(message, header.end(), message.length);
        Map<KeyName, KeyLookup> keys = new HashMap<>();
        for (KeyName name : verification.keyNames()) {
            String record = dns.get(name.dnsName());
            keys.put(
                    name,
                    record == null ? new KeyLookup.Absent() : new KeyLookup.Found(List.of(record)));
        }
        long now = System.currentTimeMillis() / 1000;
        return verification.finish(hasher.finish(), keys, now).stream()
                .map(SignedMailTest::line)
                .toList();
    }

    private static String line(SignatureResult result) {
        return (result.status().word()
                        + " "
                        + result.algorithm()
                        + " "
                        + result.domain()
                        + " "
                        + result.reason())
                .strip();
    }
}
