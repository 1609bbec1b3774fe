/**
 * The field in which a server says what its checks of a message found: Authentication-Results (RFC
 * 8601), written and read. It says nothing about how anything is checked.
 */
@NullMarked
package posthorn.protocol.auth;

import org.jspecify.annotations.NullMarked;
