package posthorn.imap.session;

import posthorn.imap.grammar.ReaderLimits;

/**
 * What all sessions share.
 *
 * @param limits of commands and messages
 * @param searchKeys of one SEARCH
 * @param signInAttempts that fail before the connection ends
 * @param version of the product, for ID
 * @param tlsPort of the listener with implicit TLS, for what clients are told; -1: none
 */
public record ImapSessionSettings(
        ReaderLimits limits, int searchKeys, int signInAttempts, String version, int tlsPort) {}
