package posthorn.protocol.dkim;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What a TXT record says of a key (RFC 6376 §3.6.1). Unknown tags are passed over. */
public sealed interface KeyRecord {

    /**
     * A key that may be used.
     *
     * @param key the key
     * @param testing flag {@code y}: the domain tries DKIM out, and a failure means nothing
     * @param sameDomain flag {@code s}: the identity {@code i=} must be of this domain itself
     */
    record Active(VerificationKey key, boolean testing, boolean sameDomain) implements KeyRecord {
        /** A key for every use, as one publishes it. */
        public static Active of(VerificationKey key) {
            return new Active(key, false, false);
        }

        /** Octets of the record. */
        public String encode() {
            StringBuilder out = new StringBuilder("v=DKIM1; k=").append(key.algorithm().keyType());
            if (testing || sameDomain) {
                out.append("; t=").append(testing ? "y" : "");
                out.append(testing && sameDomain ? ":" : "").append(sameDomain ? "s" : "");
            }
            return out.append("; p=").append(key.published()).toString();
        }
    }

    /** The key has been withdrawn: {@code p=} is empty. */
    record Revoked() implements KeyRecord {}

    /**
     * The record is no key for signatures on mail.
     *
     * @param reason in words
     */
    record Unusable(String reason) implements KeyRecord {}

    /** The record with these octets. */
    static KeyRecord parse(String octets) {
        Optional<TagList> list = TagList.parse(octets);
        return list.isPresent() ? read(list.get()) : new Unusable("the key record is no tag list");
    }

    private static KeyRecord read(TagList tags) {
        Optional<String> version = tags.get("v");
        Optional<String> published = tags.compact("p");
        if (version.isPresent()
                && !(version.get().equals("DKIM1") && tags.firstName().equals("v"))) {
            return new Unusable("the version of the key record is unknown");
        }
        if (published.isEmpty()) {
            return new Unusable("the key record has no key");
        }
        if (!names(tags, "s", "email")) {
            return new Unusable("the key is not for mail");
        }
        if (tags.get("h").isPresent() && !words(tags, "h").contains("sha256")) {
            return new Unusable("the key is not for SHA-256");
        }
        return published.get().isEmpty() ? new Revoked() : key(tags, published.get());
    }

    private static KeyRecord key(TagList tags, String published) {
        String type = tags.get("k").orElse(SigningAlgorithm.RSA_SHA256.keyType());
        Optional<SigningAlgorithm> algorithm = SigningAlgorithm.ofKeyType(type);
        if (algorithm.isEmpty()) {
            return new Unusable("the type of the key is unknown");
        }
        List<String> flags = words(tags, "t");
        try {
            byte[] octets = Base64.getDecoder().decode(published);
            return new Active(
                    VerificationKey.of(algorithm.get(), octets),
                    flags.contains("y"),
                    flags.contains("s"));
        } catch (IllegalArgumentException notBase64) {
            return new Unusable("the key is not written in base64");
        } catch (GeneralSecurityException refused) {
            return new Unusable(String.valueOf(refused.getMessage()));
        }
    }

    private static boolean names(TagList tags, String tag, String word) {
        return tags.get(tag).isEmpty()
                || words(tags, tag).contains("*")
                || words(tags, tag).contains(word);
    }

    private static List<String> words(TagList tags, String tag) {
        return tags.compact(tag).map(list -> Arrays.asList(list.split(":"))).orElse(List.of());
    }
}
