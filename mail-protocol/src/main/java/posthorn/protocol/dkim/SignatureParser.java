package posthorn.protocol.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import posthorn.protocol.mime.OctetString;
import posthorn.protocol.smtp.DomainName;

/** Reads the tags of a signature and checks what can be checked without key (RFC 6376 §6.1.1). */
final class SignatureParser {
    /** Digits of a number that cannot be too large for a {@code long}. */
    private static final int SAFE_DIGITS = 18;

    /** Digits that {@code l=} may have. */
    private static final int MAX_DIGITS = 76;

    private final TagList tags;

    private SignatureParser(TagList tags) {
        this.tags = tags;
    }

    /** Ends a parse that cannot go on; never leaves this class. */
    private static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String reason) {
            super(reason, null, false, false);
        }
    }

    static SignatureField parse(String octets) {
        Optional<TagList> list = TagList.parse(octets);
        if (list.isEmpty()) {
            return new UnusableSignature("", "", "", "the signature is no tag list");
        }
        try {
            return new SignatureParser(list.get()).signature();
        } catch (Unusable e) {
            return new UnusableSignature(
                    list.get().compact("d").orElse(""),
                    list.get().compact("s").orElse(""),
                    list.get().compact("a").orElse(""),
                    String.valueOf(e.getMessage()));
        }
    }

    private DkimSignature signature() throws Unusable {
        if (!required("v").equals("1")) {
            throw new Unusable("the version of the signature is unknown");
        }
        SigningAlgorithm algorithm = algorithm(required("a"));
        KeyName key = new KeyName(name("s"), name("d"));
        if (!key.fits()) {
            throw new Unusable("the name of the key is too long");
        }
        OptionalLong timestamp = number("t");
        OptionalLong expiration = number("x");
        if (timestamp.isPresent()
                && expiration.isPresent()
                && expiration.getAsLong() <= timestamp.getAsLong()) {
            throw new Unusable("the signature expires before it was made");
        }
        queryMethod();
        return new DkimSignature(
                algorithm,
                required("b"),
                required("bh"),
                form(0),
                new BodyHashKind(form(1), number("l")),
                key,
                identity(key.domain()),
                signedFields(),
                timestamp,
                expiration);
    }

    private static SigningAlgorithm algorithm(String word) throws Unusable {
        return SigningAlgorithm.named(word)
                .orElseThrow(() ->
                        new Unusable(
                                word.equalsIgnoreCase("rsa-sha1")
                                        ? "signatures over SHA-1 are not believed any more"
                                        : "the algorithm of the signature is unknown"));
    }

    private Canonicalization form(int half) throws Unusable {
        String[] words = tags.compact("c").orElse("simple/simple").split("/", -1);
        String word = half < words.length ? words[half] : "simple";
        if (words.length > 2) {
            throw new Unusable("the canonicalization of the signature is unknown");
        }
        return Canonicalization.named(word)
                .orElseThrow(
                        () -> new Unusable("the canonicalization of the signature is unknown"));
    }

    private void queryMethod() throws Unusable {
        List<String> methods = List.of(tags.compact("q").orElse("dns/txt").split(":"));
        if (methods.stream().noneMatch("dns/txt"::equalsIgnoreCase)) {
            throw new Unusable("the key is not published in DNS");
        }
    }

    private String identity(DomainName domain) throws Unusable {
        Optional<String> given = tags.compact("i");
        if (given.isEmpty()) {
            return "@" + domain.folded();
        }
        String identity = DkimQuotedPrintable.decode(given.get());
        int at = identity.lastIndexOf('@');
        String folded =
                DomainName.parse(OctetString.text(identity.substring(at + 1)))
                        .map(DomainName::folded)
                        .orElse("");
        if (at < 0 || !(folded.equals(domain.folded()) || folded.endsWith("." + domain.folded()))) {
            throw new Unusable("the identity is not of the domain that signs");
        }
        return identity;
    }

    private List<String> signedFields() throws Unusable {
        List<String> names = new ArrayList<>(List.of(required("h").split(":", -1)));
        if (names.stream().anyMatch(String::isEmpty)) {
            throw new Unusable("the list of signed fields has an empty name");
        }
        if (names.stream().noneMatch(name -> name.toLowerCase(Locale.ROOT).equals("from"))) {
            throw new Unusable("the From field is not signed");
        }
        return names;
    }

    private DomainName name(String tag) throws Unusable {
        return DomainName.parse(OctetString.text(required(tag)))
                .orElseThrow(() -> new Unusable("the tag " + tag + "= is no name"));
    }

    private OptionalLong number(String tag) throws Unusable {
        Optional<String> given = tags.get(tag);
        if (given.isEmpty()) {
            return OptionalLong.empty();
        }
        String digits = given.get();
        if (digits.isEmpty()
                || digits.length() > MAX_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Unusable("the tag " + tag + "= is no number");
        }
        return OptionalLong.of(
                digits.length() > SAFE_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits));
    }

    private String required(String tag) throws Unusable {
        Optional<String> value = tags.compact(tag);
        if (value.isEmpty() || value.get().isEmpty()) {
            throw new Unusable("the tag " + tag + "= is missing");
        }
        return value.get();
    }
}
