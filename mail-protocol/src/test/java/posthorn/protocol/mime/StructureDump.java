package posthorn.protocol.mime;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A structure as lines of text, for golden files: ASCII. */
final class StructureDump {
    private final byte[] message;
    private final StringBuilder out = new StringBuilder();

    private StructureDump(byte[] message) {
        this.message = message;
    }

    static String of(byte[] message) {
        StructureDump dump = new StructureDump(message);
        dump.message(MessageStructure.parse(message), "");
        return dump.out.toString();
    }

    private void message(MessageStructure structure, String indent) {
        EnvelopeStructure envelope = structure.envelope();
        line(indent, "date", envelope.date());
        line(indent, "subject", envelope.subject());
        line(indent, "from", addresses(envelope.from()));
        line(indent, "sender", addresses(envelope.sender()));
        line(indent, "reply-to", addresses(envelope.replyTo()));
        line(indent, "to", addresses(envelope.to()));
        line(indent, "cc", addresses(envelope.cc()));
        line(indent, "in-reply-to", envelope.inReplyTo());
        line(indent, "message-id", envelope.messageId());
        part(structure.root(), indent);
    }

    private void part(BodyPart part, String indent) {
        ContentFields fields = part.fields();
        PartRange range = part.range();
        line(indent, fields.type() + "/" + fields.subtype(), parameters(fields.parameters()));
        String inner = indent + "  ";
        line(inner, "header", range.headerOffset() + "+" + range.headerLength());
        line(inner, "body", range.bodyOffset() + "+" + range.bodyLength());
        line(inner, "encoding", fields.encoding());
        line(inner, "id", fields.id());
        line(inner, "description", fields.description());
        line(inner, "md5", fields.md5());
        line(inner, "disposition", fields.disposition());
        line(inner, "disposition parameters", parameters(fields.dispositionParameters()));
        line(inner, "languages", fields.languages());
        line(inner, "location", fields.location());
        switch (part) {
            case BodyPart.Leaf leaf -> {
                line(inner, "lines", leaf.lines());
                line(inner, "content", OctetString.of(message, range.bodyOffset(), range.end()));
            }
            case BodyPart.Multipart multipart ->
                    multipart.parts().forEach(child -> part(child, inner));
            case BodyPart.Embedded embedded -> {
                line(inner, "lines", embedded.lines());
                message(embedded.message(), inner);
            }
        }
    }

    private static String parameters(List<MimeParameter> parameters) {
        return parameters.stream()
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("; "));
    }

    private static String addresses(List<Address> addresses) {
        return addresses.stream()
                .map(address -> address.name() + "|" + address.mailbox() + "|" + address.host())
                .collect(Collectors.joining(" ", "[", "]"));
    }

    /** What is absent or empty by default says nothing and is left out. */
    private void line(String indent, String name, @Nullable Object value) {
        if (value != null && !value.equals("[]") && !value.equals(List.of())) {
            out.append(indent)
                    .append(name)
                    .append(": ")
                    .append(ascii(value.toString()))
                    .append('\n');
        }
    }

    private static String ascii(String octets) {
        return octets.chars()
                .mapToObj(c -> c >= ' ' && c < 127 ? Character.toString(c) : "\\x%02x".formatted(c))
                .collect(Collectors.joining());
    }
}
