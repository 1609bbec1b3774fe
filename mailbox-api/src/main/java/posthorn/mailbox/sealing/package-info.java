/**
 * Secrets that are kept in the store: keys with which domains sign, keys of certificates and of
 * accounts at authorities, secrets of second factors. Each is sealed under the {@link
 * posthorn.mailbox.sealing.MasterKey}, which is never in the store: who has a copy of the store can
 * use none of them.
 */
@NullMarked
package posthorn.mailbox.sealing;

import org.jspecify.annotations.NullMarked;
