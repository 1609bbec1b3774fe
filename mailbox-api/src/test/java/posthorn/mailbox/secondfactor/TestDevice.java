package posthorn.mailbox.secondfactor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A device with one passkey, and the browser in front of it: what they answer is made as WebAuthn
 * Level 2 says (§6.1, §6.5), with ES256 and without attestation.
 */
final class TestDevice {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
    private static final byte PRESENT = 0x01;
    private static final byte WITH_CREDENTIAL = 0x40;

    private final byte[] id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private final KeyPair keys;
    private int uses;

    TestDevice() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It counts as if it had been used that often. */
    void setUses(int count) {
        uses = count;
    }

    /** What {@code navigator.credentials.create} gives for these options, on that page. */
    String create(String options, String origin) {
        try {
            JsonNode asked = JSON.readTree(options);
            byte[] data =
                    data(
                            asked.at("/rp/id").textValue(),
                            (byte) (PRESENT | WITH_CREDENTIAL),
                            credential());
            Map<String, Object> attestation = new LinkedHashMap<>();
            attestation.put("fmt", "none");
            attestation.put("attStmt", Map.of());
            attestation.put("authData", data);
            ObjectNode made = answer();
            made.withObject("/response")
                    .put("attestationObject", base64(CBOR.writeValueAsBytes(attestation)))
                    .put("clientDataJSON", base64(client("webauthn.create", asked, origin)))
                    .putArray("transports");
            return made.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code navigator.credentials.get} gives for these options, on that page. */
    String get(String options, String origin) {
        try {
            JsonNode asked = JSON.readTree(options);
            uses++;
            byte[] data = data(asked.at("/rpId").textValue(), PRESENT, new byte[0]);
            byte[] client = client("webauthn.get", asked, origin);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(sha256(client));
            ObjectNode shown = answer();
            shown.withObject("/response")
                    .put("authenticatorData", base64(data))
                    .put("clientDataJSON", base64(client))
                    .put("signature", base64(signature.sign()));
            return shown.toString();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode answer() {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("id", base64(id)).put("rawId", base64(id)).put("type", "public-key");
        answer.putObject("clientExtensionResults");
        answer.putObject("response");
        return answer;
    }

    private byte[] data(String host, byte flags, byte[] credential) {
        return ByteBuffer.allocate(37 + credential.length)
                .put(sha256(host.getBytes(StandardCharsets.UTF_8)))
                .put(flags)
                .putInt(uses)
                .put(credential)
                .array();
    }

    /** AAGUID, length, id and key (COSE, RFC 9053 §7.1.1) of the credential. */
    private byte[] credential() throws IOException {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        try (var cbor = new CBORFactory().createGenerator(cose)) {
            cbor.writeStartObject(null, 5);
            cbor.writeFieldId(1);
            cbor.writeNumber(2);
            cbor.writeFieldId(3);
            cbor.writeNumber(-7);
            cbor.writeFieldId(-1);
            cbor.writeNumber(1);
            cbor.writeFieldId(-2);
            cbor.writeBinary(octets(key.getW().getAffineX().toByteArray()));
            cbor.writeFieldId(-3);
            cbor.writeBinary(octets(key.getW().getAffineY().toByteArray()));
            cbor.writeEndObject();
        }
        return ByteBuffer.allocate(18 + id.length + cose.size())
                .put(new byte[16])
                .putShort((short) id.length)
                .put(id)
                .put(cose.toByteArray())
                .array();
    }

    private static byte[] octets(byte[] number) {
        return number.length > 32
                ? Arrays.copyOfRange(number, number.length - 32, number.length)
                : ByteBuffer.allocate(32).position(32 - number.length).put(number).array();
    }

    private static byte[] client(String type, JsonNode asked, String origin) throws IOException {
        return JSON.writeValueAsBytes(
                JSON.createObjectNode()
                        .put("type", type)
                        .put("challenge", asked.at("/challenge").textValue())
                        .put("origin", origin)
                        .put("crossOrigin", false));
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
