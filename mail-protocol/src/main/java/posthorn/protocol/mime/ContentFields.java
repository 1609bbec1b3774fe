package posthorn.protocol.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a part says about its content (RFC 2045, 2183, 1864, 3282, 2557), as octets.
 * Null: the field is absent.
 *
 * @param type media type as written; {@code text} when there is none that can be read (RFC 2045
 *     §5.2)
 * @param subtype as written; {@code plain} when there is none
 * @param parameters of the Content-Type, those that were cut into sections joined (RFC 2231 §3);
 *     {@code charset=us-ascii} when the type is the default
 * @param id Content-ID
 * @param description Content-Description
 * @param encoding Content-Transfer-Encoding as written; null: 7bit
 * @param md5 Content-MD5
 * @param disposition type of the Content-Disposition
 * @param dispositionParameters its parameters, joined likewise
 * @param languages tags of Content-Language
 * @param location Content-Location
 */
public record ContentFields(
        String type,
        String subtype,
        List<MimeParameter> parameters,
        @Nullable String id,
        @Nullable String description,
        @Nullable String encoding,
        @Nullable String md5,
        @Nullable String disposition,
        List<MimeParameter> dispositionParameters,
        List<String> languages,
        @Nullable String location) {
    private static final int MAX_FILE_NAME = 256;

    public ContentFields {
        parameters = List.copyOf(ParameterContinuations.joined(parameters));
        dispositionParameters = List.copyOf(ParameterContinuations.joined(dispositionParameters));
        languages = List.copyOf(languages);
    }

    /** Content fields of a header outside of a multipart/digest. */
    public static ContentFields of(MessageHeader header) {
        return of(header, false, new Budget(Budget.OCTETS));
    }

    /** A part without a header: plain text in US-ASCII. */
    static ContentFields plain() {
        return of(MessageHeader.of(new byte[0]));
    }

    /**
     * @param digest whether a part without Content-Type is a message/rfc822 (RFC 2046 §5.1.5)
     */
    static ContentFields of(MessageHeader header, boolean digest, Budget budget) {
        MediaType type = mediaType(header, digest, budget);
        String disposition = budget.piecewise(header.first("Content-Disposition"));
        ContentTokens dispositionTokens = new ContentTokens(disposition == null ? "" : disposition);
        String dispositionType = dispositionTokens.word();
        String encoding = budget.piecewise(header.first("Content-Transfer-Encoding"));
        String encodingWord = new ContentTokens(encoding == null ? "" : encoding).word();
        String location = budget.contentValue(header.first("Content-Location"));
        return new ContentFields(
                type.type(),
                type.subtype(),
                type.parameters(),
                budget.contentValue(header.first("Content-ID")),
                budget.contentValue(header.first("Content-Description")),
                encodingWord.isEmpty() ? null : budget.charge(encodingWord),
                budget.contentValue(header.first("Content-MD5")),
                dispositionType.isEmpty() ? null : budget.charge(dispositionType),
                dispositionType.isEmpty() ? List.of() : parameters(dispositionTokens, budget),
                languages(header, budget),
                location == null ? null : location.replace(" ", "").replace("\t", ""));
    }

    /** Whether the media type is this one; case does not matter. */
    public boolean is(String wantedType, String wantedSubtype) {
        return type.equalsIgnoreCase(wantedType) && subtype.equalsIgnoreCase(wantedSubtype);
    }

    /** Whether the media type is text/*. */
    public boolean isText() {
        return type.equalsIgnoreCase("text");
    }

    /** Whether the media type is text/html. */
    public boolean isHtml() {
        return is("text", "html");
    }

    /**
     * Name of the file that the part is (text): of the disposition (RFC 2183 §2.3), else of the
     * type; read as RFC 2231 has it and as encoded words, which many senders write. Without
     * directories, controls and what turns the direction of writing; at most {@value
     * #MAX_FILE_NAME} chars. Null: it has none.
     */
    public @Nullable String fileName() {
        String named = ParameterContinuations.text(dispositionParameters, "filename");
        String found = named == null ? ParameterContinuations.text(parameters, "name") : named;
        if (found == null) {
            return null;
        }
        String last =
                found.substring(Math.max(found.lastIndexOf('/'), found.lastIndexOf('\\')) + 1);
        StringBuilder name = new StringBuilder();
        last.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT)
                .limit(MAX_FILE_NAME / 2)
                .forEach(name::appendCodePoint);
        return name.isEmpty() ? null : name.toString();
    }

    /**
     * Whether the content is a message that can be taken apart: a message/rfc822, or a
     * message/global (RFC 6532 §3.7), which alone of the two may have a transfer encoding, and then
     * is a part like any other.
     */
    boolean isMessage() {
        return is("message", "rfc822") || (is("message", "global") && !isEncoded());
    }

    private boolean isEncoded() {
        return switch (transferEncoding()) {
            case "base64", "quoted-printable" -> true;
            default -> false;
        };
    }

    /**
     * Value of a parameter of the Content-Type (octets, in whatever charset), read as RFC 2231 §4
     * has it when there is only that; null: there is none.
     */
    @Nullable String parameter(String name) {
        return ParameterContinuations.octets(parameters, name);
    }

    /** Content-Transfer-Encoding in lower case, {@code 7bit} when there is none. */
    public String transferEncoding() {
        return Objects.requireNonNullElse(encoding, "7bit").toLowerCase(Locale.ROOT);
    }

    /** The same content, declared to be octets of no known kind: for what is not taken apart. */
    ContentFields asOctetStream() {
        return new ContentFields(
                "application",
                "octet-stream",
                List.of(),
                id,
                description,
                encoding,
                md5,
                disposition,
                dispositionParameters,
                languages,
                location);
    }

    private record MediaType(String type, String subtype, List<MimeParameter> parameters) {}

    private static MediaType mediaType(MessageHeader header, boolean digest, Budget budget) {
        HeaderField field = header.first("Content-Type");
        String value = budget.piecewise(field);
        if (value != null) {
            ContentTokens tokens = new ContentTokens(value);
            String type = tokens.word();
            String subtype = tokens.take('/') ? tokens.word() : "";
            if (!type.isEmpty() && !subtype.isEmpty()) {
                return new MediaType(
                        budget.charge(type), budget.charge(subtype), parameters(tokens, budget));
            }
        }
        return digest && field == null
                ? new MediaType("message", "rfc822", List.of())
                : new MediaType("text", "plain", List.of(new MimeParameter("charset", "us-ascii")));
    }

    /** Charged as they are once joined: joining may make them longer. */
    private static List<MimeParameter> parameters(ContentTokens tokens, Budget budget) {
        return budget.charge(ParameterContinuations.joined(tokens.parameters()));
    }

    private static List<String> languages(MessageHeader header, Budget budget) {
        List<String> languages = new ArrayList<>();
        String value = budget.piecewise(header.first("Content-Language"));
        if (value != null) {
            ContentTokens tokens = new ContentTokens(value);
            for (String word = tokens.word();
                    !word.isEmpty();
                    word = tokens.take(',') ? tokens.word() : "") {
                languages.add(budget.charge(word));
            }
        }
        return languages;
    }
}
