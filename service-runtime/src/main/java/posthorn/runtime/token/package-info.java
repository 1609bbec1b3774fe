/**
 * Tokens that stand in files: those of administrators and those of services. A file may hold
 * several, which are all valid at once, and is read again when it changes; so a token is replaced
 * by putting the next one beside it, and taking the old one away when nobody shows it any more.
 */
@NullMarked
package posthorn.runtime.token;

import org.jspecify.annotations.NullMarked;
