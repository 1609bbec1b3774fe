package posthorn.e2e.site;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as it came by OTLP (opentelemetry-proto, trace/v1).
 *
 * @param service the resource's {@code service.name}
 * @param parent span id; empty: it is the first of its trace
 * @param kind number of the kind: 1 internal, 2 server, 3 client, 4 producer, 5 consumer
 */
public record ReceivedSpan(
        String service,
        String trace,
        String id,
        String parent,
        String name,
        int kind,
        Map<String, String> attributes) {

    /** The spans in a request, with the names of the fields' numbers in the order of the file. */
    static List<ReceivedSpan> of(byte[] request) throws InvalidProtocolBufferException {
        List<ReceivedSpan> spans = new ArrayList<>();
        for (UnknownFieldSet resourceSpans : messages(UnknownFieldSet.parseFrom(request), 1)) {
            UnknownFieldSet resource = messages(resourceSpans, 1).getFirst();
            String service = attributes(resource, 1).getOrDefault("service.name", "");
            for (UnknownFieldSet scopeSpans : messages(resourceSpans, 2)) {
                for (UnknownFieldSet span : messages(scopeSpans, 2)) {
                    spans.add(span(service, span));
                }
            }
        }
        return spans;
    }

    private static ReceivedSpan span(String service, UnknownFieldSet span)
            throws InvalidProtocolBufferException {
        return new ReceivedSpan(
                service,
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                text(span, 5),
                span.getField(6).getVarintList().getFirst().intValue(),
                attributes(span, 9));
    }

    private static Map<String, String> attributes(UnknownFieldSet of, int number)
            throws InvalidProtocolBufferException {
        Map<String, String> attributes = new TreeMap<>();
        for (UnknownFieldSet attribute : messages(of, number)) {
            UnknownFieldSet value = messages(attribute, 2).getFirst();
            attributes.put(
                    text(attribute, 1),
                    value.hasField(1)
                            ? text(value, 1)
                            : String.valueOf(value.getField(3).getVarintList().getFirst()));
        }
        return attributes;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet of, int number)
            throws InvalidProtocolBufferException {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString octets : of.getField(number).getLengthDelimitedList()) {
            messages.add(UnknownFieldSet.parseFrom(octets));
        }
        return messages;
    }

    private static String text(UnknownFieldSet of, int number) {
        List<ByteString> octets = of.getField(number).getLengthDelimitedList();
        return octets.isEmpty() ? "" : octets.getFirst().toStringUtf8();
    }

    private static String hex(UnknownFieldSet of, int number) {
        List<ByteString> octets = of.getField(number).getLengthDelimitedList();
        return octets.isEmpty() ? "" : HexFormat.of().formatHex(octets.getFirst().toByteArray());
    }
}
