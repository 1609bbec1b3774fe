package posthorn.protocol.arc;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import posthorn.protocol.dkim.BodyHashKind;
import posthorn.protocol.dkim.Canonicalization;
import posthorn.protocol.dkim.KeyName;
import posthorn.protocol.dkim.SigningAlgorithm;
import posthorn.protocol.dkim.TagList;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.OctetString;
import posthorn.protocol.smtp.DomainName;

/**
 * What ARC-Message-Signature and ARC-Seal have in common (RFC 8617 §4.1.2, §4.1.3).
 *
 * @param field that holds it
 * @param algorithm tag {@code a=}
 * @param signature tag {@code b=}, base64
 * @param key tags {@code s=} and {@code d=}
 */
record ArcSignature(HeaderField field, SigningAlgorithm algorithm, String signature, KeyName key) {
    private static final String MESSAGE = "the message signature";
    private static final String SEAL = "a seal";

    /** What sealers mean who leave {@code c=} out, and the public suite of ARC with them. */
    private static final String UNSAID_FORM = "relaxed/relaxed";

    /**
     * A signature over the message.
     *
     * @param headerForm first half of {@code c=}
     * @param body second half of {@code c=}: all of it is signed
     * @param bodyHash tag {@code bh=}, base64
     * @param signedFields tag {@code h=}
     */
    record OverMessage(
            ArcSignature common,
            Canonicalization headerForm,
            BodyHashKind body,
            String bodyHash,
            List<String> signedFields) {
        OverMessage {
            signedFields = List.copyOf(signedFields);
        }
    }

    /**
     * A seal over the chain.
     *
     * @param chain tag {@code cv=}, in lower case
     */
    record Seal(ArcSignature common, String chain) {}

    static OverMessage overMessage(HeaderField field, TagList tags) throws ArcSyntaxException {
        Optional<String> names = tags.compact("h");
        if (names.isEmpty()) {
            throw new ArcSyntaxException(MESSAGE + " says nothing of the signed fields");
        }
        List<String> signed = List.of(names.get().split(":", -1));
        if (signed.stream().anyMatch(name -> name.equalsIgnoreCase(ArcVerification.SEAL))) {
            throw new ArcSyntaxException(MESSAGE + " is made over a seal");
        }
        String[] forms = tags.compact("c").orElse(UNSAID_FORM).split("/", -1);
        if (forms.length > 2) {
            throw unknownForm();
        }
        return new OverMessage(
                common(field, tags, MESSAGE),
                form(forms[0]),
                BodyHashKind.whole(form(forms.length == 2 ? forms[1] : "simple")),
                required(tags, "bh", MESSAGE),
                signed);
    }

    static Seal seal(HeaderField field, TagList tags) throws ArcSyntaxException {
        if (tags.get("h").isPresent()) {
            throw new ArcSyntaxException(SEAL + " names signed fields");
        }
        return new Seal(
                common(field, tags, SEAL), required(tags, "cv", SEAL).toLowerCase(Locale.ROOT));
    }

    private static ArcSignature common(HeaderField field, TagList tags, String what)
            throws ArcSyntaxException {
        Optional<String> time = tags.get("t");
        if (time.isPresent() && !isNumber(time.get())) {
            throw new ArcSyntaxException("the time of " + what + " is no number");
        }
        Optional<SigningAlgorithm> algorithm = SigningAlgorithm.named(required(tags, "a", what));
        if (algorithm.isEmpty()) {
            throw new ArcSyntaxException("the algorithm of " + what + " is not believed");
        }
        KeyName key = new KeyName(name(tags, "s", what), name(tags, "d", what));
        return new ArcSignature(field, algorithm.get(), required(tags, "b", what), key);
    }

    private static Canonicalization form(String word) throws ArcSyntaxException {
        return Canonicalization.named(word).orElseThrow(ArcSignature::unknownForm);
    }

    private static ArcSyntaxException unknownForm() {
        return new ArcSyntaxException("the canonicalization of " + MESSAGE + " is unknown");
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static DomainName name(TagList tags, String tag, String what)
            throws ArcSyntaxException {
        return DomainName.parse(OctetString.text(required(tags, tag, what)))
                .orElseThrow(() ->
                        new ArcSyntaxException("the tag " + tag + "= of " + what + " is no name"));
    }

    private static String required(TagList tags, String tag, String what)
            throws ArcSyntaxException {
        return tags.compact(tag)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() ->
                        new ArcSyntaxException("the tag " + tag + "= of " + what + " is missing"));
    }
}
