package posthorn.mailbox.secondfactor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Passkey;

/**
 * Passkeys (WebAuthn Level 2; its JSON as in Level 3 §5.1). The relying party is the host of the
 * page: a browser asks for a passkey only on pages of the host that it was made for, so a page of
 * another host gets none. Attestations are not asked for: whose device it is, is for the owner to
 * know. Safe for all threads.
 */
final class Passkeys {

    private static final long TIMEOUT = 120_000;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*");

    /** ES256, EdDSA, RS256. */
    private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(
                    COSEAlgorithmIdentifier.ES256,
                    COSEAlgorithmIdentifier.EdDSA,
                    COSEAlgorithmIdentifier.RS256);

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager webAuthn =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials =
            new AttestedCredentialDataConverter(converter);

    /** The host of a page that can have passkeys; empty: it is an IP address, or no page at all. */
    static Optional<String> host(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null || ADDRESS.matcher(host).matches()
                    ? Optional.empty()
                    : Optional.of(host);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** What a browser needs to make one ({@code PublicKeyCredentialCreationOptionsJSON}). */
    String creationOptions(
            AddressEntry.Account account, List<Passkey> have, byte[] challenge, String host) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("challenge", base64(challenge));
        options.putObject("rp").put("id", host).put("name", host);
        options.putObject("user")
                .put("id", base64(account.account().getBytes(StandardCharsets.UTF_8)))
                .put("name", account.address())
                .put("displayName", account.address());
        ArrayNode algorithms = options.putArray("pubKeyCredParams");
        ALGORITHMS.forEach(algorithm ->
                algorithms.addObject().put("type", "public-key").put("alg", algorithm.getValue()));
        options.put("timeout", TIMEOUT);
        options.set("excludeCredentials", descriptors(have));
        options.putObject("authenticatorSelection")
                .put("residentKey", "discouraged")
                .put("userVerification", "discouraged");
        options.put("attestation", "none");
        return options.toString();
    }

    /** What a browser needs to show one ({@code PublicKeyCredentialRequestOptionsJSON}). */
    String requestOptions(List<Passkey> have, byte[] challenge, String host) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        options.put("challenge", base64(challenge));
        options.put("timeout", TIMEOUT);
        options.put("rpId", host);
        options.set(
                "allowCredentials",
                descriptors(have.stream().filter(one -> one.host().equals(host)).toList()));
        options.put("userVerification", "discouraged");
        return options.toString();
    }

    private static ArrayNode descriptors(List<Passkey> passkeys) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        passkeys.forEach(one -> all.addObject().put("type", "public-key").put("id", one.id()));
        return all;
    }

    /**
     * The passkey that a browser has made.
     *
     * @param json the credential's {@code toJSON()}
     * @param name what the owner calls it
     * @return empty: it answers another challenge, is of another page, or is none at all
     */
    Optional<Passkey> made(String json, byte[] challenge, String origin, String name, long now) {
        Optional<String> host = host(origin);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        try {
            RegistrationData data = parsed(() -> webAuthn.parseRegistrationResponseJSON(json));
            webAuthn.verify(
                    data,
                    new RegistrationParameters(
                            server(origin, host.get(), challenge),
                            ALGORITHMS.stream()
                                    .map(algorithm ->
                                            new PublicKeyCredentialParameters(
                                                    PublicKeyCredentialType.PUBLIC_KEY, algorithm))
                                    .toList(),
                            false,
                            true));
            AttestationObject attestation = data.getAttestationObject();
            return attestation == null
                    ? Optional.empty()
                    : passkey(attestation.getAuthenticatorData(), host.get(), name, now);
        } catch (IllegalArgumentException | VerificationException none) {
            return Optional.empty();
        }
    }

    private Optional<Passkey> passkey(
            AuthenticatorData<?> said, String host, String name, long now) {
        @Nullable AttestedCredentialData credential = said.getAttestedCredentialData();
        return credential == null
                ? Optional.empty()
                : Optional.of(
                        new Passkey(
                                base64(credential.getCredentialId()),
                                name,
                                host,
                                base64(credentials.convert(credential)),
                                said.getSignCount(),
                                now));
    }

    /**
     * The passkey that was shown, after this use.
     *
     * @param json the credential's {@code toJSON()}
     * @return empty: it is none of these, answers another challenge, or was copied (§6.1.1)
     */
    Optional<Passkey> shown(String json, List<Passkey> have, byte[] challenge, String origin) {
        Optional<String> host = host(origin);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        try {
            AuthenticationData data = parsed(() -> webAuthn.parseAuthenticationResponseJSON(json));
            String id = base64(data.getCredentialId());
            Optional<Passkey> known =
                    have.stream()
                            .filter(one -> one.id().equals(id) && one.host().equals(host.get()))
                            .findFirst();
            if (known.isEmpty()) {
                return Optional.empty();
            }
            webAuthn.verify(
                    data,
                    new AuthenticationParameters(
                            server(origin, host.get(), challenge),
                            record(known.get()),
                            List.of(data.getCredentialId()),
                            false,
                            true));
            AuthenticatorData<?> said = data.getAuthenticatorData();
            return Optional.of(known.get().used(said == null ? 0 : said.getSignCount()));
        } catch (IllegalArgumentException | VerificationException none) {
            return Optional.empty();
        }
    }

    /** What lacks a field is met by the library with whatever exception comes of it. */
    private static <T> T parsed(Supplier<T> parse) {
        try {
            return parse.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("this is no credential", e);
        }
    }

    private CredentialRecordImpl record(Passkey passkey) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                null,
                null,
                null,
                passkey.uses(),
                credentials.convert(Base64.getUrlDecoder().decode(passkey.credential())),
                null,
                null,
                null,
                Set.of());
    }

    private static ServerProperty server(String origin, String host, byte[] challenge) {
        return ServerProperty.builder()
                .origin(Origin.create(origin))
                .rpId(host)
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
