package posthorn.protocol.wire;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.mime.Address;
import posthorn.protocol.mime.BodyPart;
import posthorn.protocol.mime.ContentFields;
import posthorn.protocol.mime.EnvelopeStructure;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.mime.MimeParameter;
import posthorn.protocol.mime.PartRange;

/**
 * {@link MessageStructure} as the record {@link MessageFacts}, and back: the two directions are
 * inverses. Octet strings become bytes, octet by octet.
 */
public final class FactsCodec {
    /** No record of a message is longer, whatever the message holds. */
    public static final int MAX_OCTETS = 512 * 1024;

    private FactsCodec() {}

    /**
     * Record of a message.
     *
     * @param preview first words of the text, at most 256 characters; empty: none
     */
    public static MessageFacts encode(MessageStructure structure, String preview) {
        return MessageFacts.newBuilder()
                .setEnvelope(encode(structure.envelope()))
                .setStructure(encode(structure.root()))
                .setPreview(preview)
                .build();
    }

    /**
     * Structure in the record; of a record without one it is a single text/plain part.
     *
     * @param octets of the message
     */
    public static MessageStructure structure(MessageFacts facts, long octets) {
        return facts.hasStructure()
                ? new MessageStructure(envelope(facts.getEnvelope()), part(facts.getStructure()))
                : MessageStructure.unknown(octets);
    }

    /** Record of an envelope. */
    public static MessageEnvelope encode(EnvelopeStructure envelope) {
        MessageEnvelope.Builder out = MessageEnvelope.newBuilder();
        set(envelope.date(), out::setDate);
        set(envelope.subject(), out::setSubject);
        envelope.from().forEach(address -> out.addFrom(encode(address)));
        envelope.sender().forEach(address -> out.addSender(encode(address)));
        envelope.replyTo().forEach(address -> out.addReplyTo(encode(address)));
        envelope.to().forEach(address -> out.addTo(encode(address)));
        envelope.cc().forEach(address -> out.addCc(encode(address)));
        envelope.bcc().forEach(address -> out.addBcc(encode(address)));
        set(envelope.inReplyTo(), out::setInReplyTo);
        set(envelope.messageId(), out::setMessageId);
        return out.build();
    }

    /** Envelope in the record. */
    public static EnvelopeStructure envelope(MessageEnvelope in) {
        return new EnvelopeStructure(
                in.hasDate() ? octets(in.getDate()) : null,
                in.hasSubject() ? octets(in.getSubject()) : null,
                addresses(in.getFromList()),
                addresses(in.getSenderList()),
                addresses(in.getReplyToList()),
                addresses(in.getToList()),
                addresses(in.getCcList()),
                addresses(in.getBccList()),
                in.hasInReplyTo() ? octets(in.getInReplyTo()) : null,
                in.hasMessageId() ? octets(in.getMessageId()) : null);
    }

    /** Record of a part. */
    public static MessagePart encode(BodyPart part) {
        MessagePart.Builder out = MessagePart.newBuilder();
        encode(part.fields(), out);
        out.setHeaderOffset(part.range().headerOffset())
                .setHeaderLength(part.range().headerLength())
                .setBodyOffset(part.range().bodyOffset())
                .setBodyLength(part.range().bodyLength());
        switch (part) {
            case BodyPart.Leaf leaf -> out.setLines(leaf.lines());
            case BodyPart.Multipart multipart ->
                    multipart.parts().forEach(child -> out.addChildren(encode(child)));
            case BodyPart.Embedded embedded ->
                    out.setLines(embedded.lines())
                            .setEnvelope(encode(embedded.message().envelope()))
                            .setMessage(encode(embedded.message().root()));
        }
        return out.build();
    }

    /** Part in the record. */
    public static BodyPart part(MessagePart in) {
        ContentFields fields = fields(in);
        PartRange range =
                new PartRange(
                        Math.toIntExact(in.getHeaderOffset()),
                        Math.toIntExact(in.getHeaderLength()),
                        Math.toIntExact(in.getBodyOffset()),
                        Math.toIntExact(in.getBodyLength()));
        int lines = Math.toIntExact(in.getLines());
        if (in.hasMessage()) {
            MessageStructure message =
                    new MessageStructure(envelope(in.getEnvelope()), part(in.getMessage()));
            return new BodyPart.Embedded(fields, range, lines, message);
        }
        return in.getChildrenCount() > 0
                ? new BodyPart.Multipart(
                        fields, range, in.getChildrenList().stream().map(FactsCodec::part).toList())
                : new BodyPart.Leaf(fields, range, lines);
    }

    private static void encode(ContentFields fields, MessagePart.Builder out) {
        out.setType(bytes(fields.type())).setSubtype(bytes(fields.subtype()));
        fields.parameters().forEach(parameter -> out.addParameters(encode(parameter)));
        set(fields.id(), out::setId);
        set(fields.description(), out::setDescription);
        set(fields.encoding(), out::setEncoding);
        set(fields.md5(), out::setMd5);
        set(fields.disposition(), out::setDisposition);
        fields.dispositionParameters()
                .forEach(parameter -> out.addDispositionParameters(encode(parameter)));
        fields.languages().forEach(language -> out.addLanguages(bytes(language)));
        set(fields.location(), out::setLocation);
    }

    private static ContentFields fields(MessagePart in) {
        return new ContentFields(
                octets(in.getType()),
                octets(in.getSubtype()),
                parameters(in.getParametersList()),
                in.hasId() ? octets(in.getId()) : null,
                in.hasDescription() ? octets(in.getDescription()) : null,
                in.hasEncoding() ? octets(in.getEncoding()) : null,
                in.hasMd5() ? octets(in.getMd5()) : null,
                in.hasDisposition() ? octets(in.getDisposition()) : null,
                parameters(in.getDispositionParametersList()),
                in.getLanguagesList().stream().map(FactsCodec::octets).toList(),
                in.hasLocation() ? octets(in.getLocation()) : null);
    }

    private static MessageParameter encode(MimeParameter parameter) {
        return MessageParameter.newBuilder()
                .setName(bytes(parameter.name()))
                .setValue(bytes(parameter.value()))
                .build();
    }

    private static List<MimeParameter> parameters(List<MessageParameter> in) {
        return in.stream()
                .map(parameter ->
                        new MimeParameter(
                                octets(parameter.getName()), octets(parameter.getValue())))
                .toList();
    }

    private static MessageAddress encode(Address address) {
        MessageAddress.Builder out = MessageAddress.newBuilder();
        set(address.name(), out::setName);
        set(address.route(), out::setRoute);
        set(address.mailbox(), out::setMailbox);
        set(address.host(), out::setHost);
        return out.build();
    }

    private static List<Address> addresses(List<MessageAddress> in) {
        return in.stream()
                .map(address ->
                        new Address(
                                address.hasName() ? octets(address.getName()) : null,
                                address.hasRoute() ? octets(address.getRoute()) : null,
                                address.hasMailbox() ? octets(address.getMailbox()) : null,
                                address.hasHost() ? octets(address.getHost()) : null))
                .toList();
    }

    private static void set(@Nullable String octets, Consumer<ByteString> field) {
        if (octets != null) {
            field.accept(bytes(octets));
        }
    }

    private static ByteString bytes(String octets) {
        return ByteString.copyFrom(octets, StandardCharsets.ISO_8859_1);
    }

    private static String octets(ByteString bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
