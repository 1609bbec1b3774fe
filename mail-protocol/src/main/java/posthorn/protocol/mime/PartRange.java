package posthorn.protocol.mime;

/**
 * Where a part stands in the message it belongs to, in octets from the start of the whole message.
 *
 * @param headerOffset first octet of the part's header
 * @param headerLength octets of the header with the empty line that ends it, when there is one
 * @param bodyOffset first octet of the content
 * @param bodyLength octets of the content, without the line break that belongs to the boundary
 *     after it
 */
public record PartRange(int headerOffset, int headerLength, int bodyOffset, int bodyLength) {
    /** Index after the last octet of the content. */
    public int end() {
        return bodyOffset + bodyLength;
    }
}
