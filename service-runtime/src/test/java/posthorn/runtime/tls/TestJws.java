package posthorn.runtime.tls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;

/** A request as ACME signs it (RFC 8555 §6.2), ES256 alone. */
record TestJws(JsonNode header, JsonNode payload, String signed, byte[] signature) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** A key and its thumbprint (RFC 7638). */
    record Key(ECPublicKey key, String thumbprint) {
        static Key of(JsonNode jwk) throws GeneralSecurityException {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            String x = jwk.path("x").asText();
            String y = jwk.path("y").asText();
            String canonical =
                    "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
            return new Key(
                    (ECPublicKey)
                            KeyFactory.getInstance("EC")
                                    .generatePublic(
                                            new ECPublicKeySpec(
                                                    new ECPoint(number(x), number(y)),
                                                    curve.getParameterSpec(ECParameterSpec.class))),
                    ENCODER.encodeToString(sha256(canonical)));
        }

        private static BigInteger number(String text) {
            return new BigInteger(1, Base64.getUrlDecoder().decode(text));
        }
    }

    static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String random() {
        byte[] octets = new byte[16];
        RANDOM.nextBytes(octets);
        return ENCODER.encodeToString(octets);
    }

    static TestJws parse(byte[] body) throws IOException {
        JsonNode jws = JSON.readTree(body);
        String header = jws.path("protected").asText();
        String payload = jws.path("payload").asText();
        Base64.Decoder decoder = Base64.getUrlDecoder();
        return new TestJws(
                JSON.readTree(decoder.decode(header)),
                payload.isEmpty()
                        ? MissingNode.getInstance()
                        : JSON.readTree(decoder.decode(payload)),
                header + "." + payload,
                decoder.decode(jws.path("signature").asText()));
    }

    boolean isSignedBy(Key key) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(key.key());
        verifier.update(signed.getBytes(StandardCharsets.US_ASCII));
        return verifier.verify(signature);
    }
}
