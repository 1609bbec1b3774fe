package posthorn.mailbox.deliverytest;

import posthorn.mailbox.deliverytest.DeliveryTest.Part;
import posthorn.mailbox.deliverytest.DeliveryTest.Reason;
import posthorn.mailbox.directory.AddressEntry;

/** Does the steps of a test at the ports of the installation. Calls wait for the network. */
public interface RoundTrip {

    /**
     * What came of a step.
     *
     * @param detail what the server said; empty: nothing that helps
     */
    record Result(Reason reason, String detail) {

        /** Whether the step did what it was for. */
        public boolean isGood() {
            return reason == Reason.SENT || reason == Reason.READ;
        }
    }

    /**
     * The message that is sent.
     *
     * @param word that is in no other subject
     * @param subject with the word
     */
    record TestMessage(String word, String subject, String text) {}

    /** Sends the message from the account to itself. */
    Result send(AddressEntry.Account account, TestMessage message);

    /**
     * Looks once for the message.
     *
     * @param part how it is read
     * @return {@link Reason#NOT_THERE}: not yet
     */
    Result read(AddressEntry.Account account, Part part, String word);
}
