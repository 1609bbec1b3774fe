package posthorn.protocol.mime;

/**
 * One parameter of a Content-Type or Content-Disposition as it stands there (RFC 2045 §5.1), quotes
 * removed; octets. Names of RFC 2231 keep their asterisks: {@link Parameters} reads them.
 */
public record MimeParameter(String name, String value) {}
