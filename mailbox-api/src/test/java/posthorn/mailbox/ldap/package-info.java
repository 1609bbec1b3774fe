/** Tests of accounts of an LDAP server. */
@NullMarked
package posthorn.mailbox.ldap;

import org.jspecify.annotations.NullMarked;
