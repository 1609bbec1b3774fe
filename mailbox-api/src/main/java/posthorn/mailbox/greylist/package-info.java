/**
 * What all pods of smtp-ingress know of hosts that bring mail (greylisting, RFC 6647): {@link
 * posthorn.mailbox.greylist.Greylist} decides who has to come again, {@link
 * posthorn.mailbox.greylist.GreylistEntries} is the port to the store. How long anything is waited
 * for or kept says the caller, whose settings they are.
 */
@NullMarked
package posthorn.mailbox.greylist;

import org.jspecify.annotations.NullMarked;
