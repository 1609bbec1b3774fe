package posthorn.protocol.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.smtp.DomainName;

/** Reading and writing of the field DKIM-Signature (RFC 6376 §3.5, §6.1.1). */
class SignatureFieldTest {
    private static final String GOOD =
            "v=1; a=rsa-sha256; d=example.test; s=one.two; h=from:to; bh=YmI=; b=YWE=";

    @Test
    void everyTagIsRead() {
        DkimSignature signature =
                (DkimSignature)
                        parse(
                                "v = 1 ;\r\n a=ED25519-SHA256; c=relaxed/Simple; d=example.test;"
                                        + " s=one.two; h=From :\r\n To; bh=Ym\r\n I=; b = YW\tE= ;"
                                        + " i=a=3Bb@sub.example.test; l=12; q=http/x:dns/txt; t=100;"
                                        + " x=200; z=From:a|To:b; new=tag;");
        assertEquals(
                new DkimSignature(
                        SigningAlgorithm.ED25519_SHA256,
                        "YWE=",
                        "YmI=",
                        Canonicalization.RELAXED,
                        new BodyHashKind(Canonicalization.SIMPLE, OptionalLong.of(12)),
                        new KeyName(new DomainName("one.two"), new DomainName("example.test")),
                        "a;b@sub.example.test",
                        List.of("From", "To"),
                        OptionalLong.of(100),
                        OptionalLong.of(200)),
                signature);
        assertEquals("one.two._domainkey.example.test", signature.key().dnsName());
        assertEquals(signature, parse(signature.encode().substring("DKIM-Signature:".length())));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        DkimSignature signature = (DkimSignature) parse(GOOD);
        assertEquals(Canonicalization.SIMPLE, signature.headerForm());
        assertEquals(BodyHashKind.whole(Canonicalization.SIMPLE), signature.body());
        assertEquals("@example.test", signature.identity());
        assertEquals(OptionalLong.empty(), signature.expiration());
        assertEquals(
                Canonicalization.SIMPLE,
                ((DkimSignature) parse(GOOD + "; c=relaxed")).body().canonicalization());
    }

    @Test
    void namesInUnicodeAreLookedUpAsALabels() {
        String utf8 =
                new String(
                        "d=b\u00fccher.example".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.ISO_8859_1);
        DkimSignature signature = (DkimSignature) parse(GOOD.replace("d=example.test", utf8));
        assertEquals("one.two._domainkey.xn--bcher-kva.example", signature.key().dnsName());
    }

    @Test
    void whatCannotBeCheckedSaysWhy() {
        says("the signature is no tag list", "", GOOD + "; v=1", GOOD + ";; x=2", GOOD + "; 1x=2");
        says("the version of the signature is unknown", change("v=1", "v=2"));
        says("the algorithm of the signature is unknown", change("rsa-sha256", "dsa"));
        says("signatures over SHA-1 are not believed any more", change("sha256", "SHA1"));
        says(
                "the canonicalization of the signature is unknown",
                GOOD + "; c=simple/new",
                GOOD + "; c=simple/simple/simple");
        says("the key is not published in DNS", GOOD + "; q=http");
        says("the signature expires before it was made", GOOD + "; t=5; x=5");
        says("the From field is not signed", change("from:to", "to:subject"));
        says("the list of signed fields has an empty name", change("from:to", "from::to"));
        says(
                "the identity is not of the domain that signs",
                GOOD + "; i=a@other.test",
                GOOD + "; i=a@xexample.test",
                GOOD + "; i=example.test");
        says(
                "the name of the key is too long",
                change("s=one.two", "s=" + "a".repeat(60) + ".b".repeat(97)));
    }

    @Test
    void aTagThatIsMissingOrNotWhatItShouldBeIsNamed() {
        says("the tag v= is missing", change("v=1; ", ""));
        says("the tag b= is missing", change("b=YWE=", "b="));
        says("the tag bh= is missing", change("bh=YmI=; ", ""));
        says("the tag l= is no number", GOOD + "; l=1a");
        says("the tag t= is no number", GOOD + "; t=-1");
        says("the tag d= is no name", change("d=example.test", "d=exa mple..test"));
    }

    private static void says(String reason, String... fields) {
        for (String field : fields) {
            UnusableSignature read = assertInstanceOf(UnusableSignature.class, parse(field), field);
            assertEquals(reason, read.reason(), field);
        }
    }

    @Test
    void numbersBeyondAllBoundsAreLarge() {
        String digits = "9".repeat(76);
        DkimSignature signature = (DkimSignature) parse(GOOD + "; x=" + digits + "; l=" + digits);
        assertEquals(Long.MAX_VALUE, signature.expiration().orElseThrow());
        assertEquals(Long.MAX_VALUE, signature.body().length().orElseThrow());
        assertInstanceOf(UnusableSignature.class, parse(GOOD + "; l=1" + digits));
    }

    @Test
    void expiredSignaturesAreToldAndLookedAtNoFurther() {
        assertEquals(
                "the signature has expired", result(GOOD + "; x=10", 8, 11).getFirst().reason());
        assertEquals(
                "the body is not the one that was signed",
                result(GOOD + "; x=10", 8, 10).getFirst().reason());
    }

    @Test
    void moreSignaturesThanAreCheckedSaySo() {
        List<SignatureResult> results =
                result(GOOD + "\r\nDKIM-Signature: " + GOOD + "\r\nDKIM-Signature: x", 2, 0);
        assertEquals(
                List.of(DkimStatus.FAIL, DkimStatus.FAIL, DkimStatus.POLICY),
                results.stream().map(SignatureResult::status).toList());
        assertTrue(results.getLast().reason().contains("more signatures"));
    }

    @Test
    void aKeyThatWasNotLookedUpIsForLater() {
        String bodyHash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        SignatureResult result =
                result(change("YmI=", bodyHash) + "; c=relaxed/relaxed", 8, 0).getFirst();
        assertEquals(DkimStatus.TEMPERROR, result.status());
    }

    private static List<SignatureResult> result(String field, int most, long now) {
        MessageHeader header = header(field);
        DkimVerification verification = DkimVerification.of(header, most);
        BodyHashes hashes = new BodyHasher(verification.bodyHashes()).finish();
        return verification.finish(hashes, Map.of(), now);
    }

    private static String change(String from, String to) {
        return GOOD.replace(from, to);
    }

    private static SignatureField parse(String value) {
        return SignatureField.parse(header(value).fields().getFirst());
    }

    private static MessageHeader header(String value) {
        return MessageHeader.of(
                ("DKIM-Signature: " + value + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
