package posthorn.protocol.dns;

/**
 * One MX record.
 *
 * @param preference lower is better
 * @param host without the dot at the end; empty for a null MX (RFC 7505)
 */
public record MailExchanger(int preference, String host) {}
