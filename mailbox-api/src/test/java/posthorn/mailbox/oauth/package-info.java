/** Tests of tokens, with an issuer of their own. */
@NullMarked
package posthorn.mailbox.oauth;

import org.jspecify.annotations.NullMarked;
