/**
 * The test that shows the owner of an account that their mail works: a message is sent to them and
 * read again by IMAP and by POP3, at the ports that mail programs use. {@link
 * posthorn.mailbox.deliverytest.DeliveryTest} is its state, a document that all pods see, one for
 * each account; {@link posthorn.mailbox.deliverytest.DeliveryTests} runs it step by step, each of
 * which a {@link posthorn.mailbox.deliverytest.RoundTrip} does. A step waits for the network, on a
 * virtual thread.
 */
@NullMarked
package posthorn.mailbox.deliverytest;

import org.jspecify.annotations.NullMarked;
