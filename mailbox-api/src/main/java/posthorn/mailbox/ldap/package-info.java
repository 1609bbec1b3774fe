/**
 * An LDAP server (RFC 4511) as the {@link posthorn.mailbox.outside.OutsideDirectory}: accounts are
 * looked for by the address, passwords are tried by a bind.
 */
@NullMarked
package posthorn.mailbox.ldap;

import org.jspecify.annotations.NullMarked;
