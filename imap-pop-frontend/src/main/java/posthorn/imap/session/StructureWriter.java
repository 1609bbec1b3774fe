package posthorn.imap.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.imap.grammar.ResponseWriter;
import posthorn.protocol.mime.Address;
import posthorn.protocol.mime.BodyPart;
import posthorn.protocol.mime.ContentFields;
import posthorn.protocol.mime.EnvelopeStructure;
import posthorn.protocol.mime.MimeParameter;

/**
 * Envelopes and body structures (RFC 3501 §7.4.2).
 *
 * <pre>
 * envelope        = "(" date SP subject SP from SP sender SP reply-to SP to SP cc SP bcc SP in-reply-to SP message-id ")"
 * body-type-mpart = 1*body SP media-subtype [SP param SP dsp SP lang SP loc]
 * body-type-1part = media SP subtype SP param SP id SP desc SP enc SP octets
 *                   [SP lines / SP envelope SP body SP lines] [SP md5 SP dsp SP lang SP loc]
 * </pre>
 */
final class StructureWriter {

    private StructureWriter() {}

    static void envelope(ResponseWriter out, EnvelopeStructure envelope) {
        out.raw('(').nstring(envelope.date()).raw(' ').nstring(envelope.subject());
        addresses(out, envelope.from());
        addresses(out, envelope.sender());
        addresses(out, envelope.replyTo());
        addresses(out, envelope.to());
        addresses(out, envelope.cc());
        addresses(out, envelope.bcc());
        out.raw(' ').nstring(envelope.inReplyTo()).raw(' ').nstring(envelope.messageId()).raw(')');
    }

    private static void addresses(ResponseWriter out, List<Address> addresses) {
        if (addresses.isEmpty()) {
            out.raw(" NIL");
            return;
        }
        out.raw(" (");
        for (Address address : addresses) {
            out.raw('(').nstring(address.name()).raw(' ').nstring(address.route());
            out.raw(' ').nstring(address.mailbox()).raw(' ').nstring(address.host()).raw(')');
        }
        out.raw(')');
    }

    /**
     * A part and what is in it.
     *
     * @param extended with extension data: BODYSTRUCTURE, not BODY
     */
    static void part(ResponseWriter out, BodyPart part, boolean extended) {
        out.raw('(');
        switch (part) {
            case BodyPart.Multipart multipart -> multipart(out, multipart, extended);
            case BodyPart.Leaf leaf -> {
                basic(out, leaf);
                if (leaf.fields().type().equalsIgnoreCase("text")) {
                    out.raw(' ').number(leaf.lines());
                }
            }
            case BodyPart.Embedded embedded -> {
                basic(out, embedded);
                out.raw(' ');
                envelope(out, embedded.message().envelope());
                out.raw(' ');
                part(out, embedded.message().root(), extended);
                out.raw(' ').number(embedded.lines());
            }
        }
        if (extended && !(part instanceof BodyPart.Multipart)) {
            out.raw(' ').nstring(part.fields().md5());
            extension(out, part.fields());
        }
        out.raw(')');
    }

    private static void multipart(
            ResponseWriter out, BodyPart.Multipart multipart, boolean extended) {
        for (BodyPart child : multipart.parts()) {
            part(out, child, extended);
        }
        out.raw(' ').string(multipart.fields().subtype());
        if (extended) {
            parameters(out, multipart.fields().parameters());
            extension(out, multipart.fields());
        }
    }

    private static void basic(ResponseWriter out, BodyPart part) {
        ContentFields fields = part.fields();
        out.string(fields.type()).raw(' ').string(fields.subtype());
        parameters(out, fields.parameters());
        out.raw(' ').nstring(fields.id()).raw(' ').nstring(fields.description());
        String encoding = fields.encoding();
        out.raw(' ').string(encoding == null ? "7bit" : encoding);
        out.raw(' ').number(part.range().bodyLength());
    }

    private static void parameters(ResponseWriter out, List<MimeParameter> parameters) {
        if (parameters.isEmpty()) {
            out.raw(" NIL");
            return;
        }
        out.raw(" (");
        for (int i = 0; i < parameters.size(); i++) {
            out.raw(i == 0 ? "" : " ").string(parameters.get(i).name());
            out.raw(' ').string(parameters.get(i).value());
        }
        out.raw(')');
    }

    /** Disposition, languages and location. */
    private static void extension(ResponseWriter out, ContentFields fields) {
        String disposition = fields.disposition();
        if (disposition == null) {
            out.raw(" NIL");
        } else {
            out.raw(" (").string(disposition);
            parameters(out, fields.dispositionParameters());
            out.raw(')');
        }
        languages(out, fields.languages());
        location(out, fields.location());
    }

    private static void languages(ResponseWriter out, List<String> languages) {
        if (languages.isEmpty()) {
            out.raw(" NIL");
            return;
        }
        out.raw(" (");
        for (int i = 0; i < languages.size(); i++) {
            out.raw(i == 0 ? "" : " ").string(languages.get(i));
        }
        out.raw(')');
    }

    private static void location(ResponseWriter out, @Nullable String location) {
        out.raw(' ').nstring(location);
    }
}
