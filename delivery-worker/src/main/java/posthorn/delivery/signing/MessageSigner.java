package posthorn.delivery.signing;

import posthorn.delivery.client.MessageContent;
import posthorn.delivery.client.MessageContent.ContentLost;
import posthorn.protocol.wire.AcceptedMail;

/** Signs messages for other hosts. Safe for all threads; blocks the one that calls. */
@FunctionalInterface
public interface MessageSigner {

    /** A signer that signs nothing. */
    MessageSigner NONE = (mail, source) -> new SigningResult.Unsigned();

    /**
     * Signs a message as it leaves.
     *
     * @param source its octets; may be opened several times, or not at all
     * @return a result; a failure on the way is a result, never an exception
     */
    SigningResult sign(AcceptedMail mail, Source source);

    /** Where the octets of the message are read from. */
    @FunctionalInterface
    interface Source {
        /**
         * The message from its start.
         *
         * @throws ContentLost when it cannot be read now
         */
        MessageContent open() throws ContentLost;
    }
}
