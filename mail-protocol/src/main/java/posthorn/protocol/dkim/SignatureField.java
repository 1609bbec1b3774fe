package posthorn.protocol.dkim;

import posthorn.protocol.mime.HeaderField;

/** What a DKIM-Signature field holds (RFC 6376 §3.5). */
public sealed interface SignatureField permits DkimSignature, UnusableSignature {
    /** Name of the field. */
    String NAME = "DKIM-Signature";

    /** The signature in a field of that name. */
    static SignatureField parse(HeaderField field) {
        return SignatureParser.parse(field.rawValue());
    }
}
