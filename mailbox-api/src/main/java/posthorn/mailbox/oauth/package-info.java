/**
 * Tokens of an OpenID Connect issuer that people show instead of a password (RFC 7628, XOAUTH2):
 * {@link posthorn.mailbox.oauth.IssuerTokens} verifies the signature with the issuer's keys, which
 * {@link posthorn.mailbox.oauth.IssuerKeys} finds by its discovery document (OpenID Connect
 * Discovery 1.0 §4) and keeps, and {@link posthorn.mailbox.oauth.TokenRules} (pure) says whether
 * what the token claims is for us, and whose address it is. JOSE itself is Nimbus'.
 */
@NullMarked
package posthorn.mailbox.oauth;

import org.jspecify.annotations.NullMarked;
