package posthorn.mailbox.intake;

import posthorn.mailbox.account.Facts;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.mime.MessageText;
import posthorn.protocol.wire.FactsCodec;

/** Reads the facts of a message: envelope, structure and first words. */
final class FactsReader {

    private FactsReader() {}

    /** Facts of the message, at most {@link FactsCodec#MAX_OCTETS} octets of them. */
    static Facts read(byte[] message) {
        MessageStructure structure = MessageStructure.parse(message);
        String preview = MessageText.of(message, structure).preview();
        return Facts.of(FactsCodec.encode(structure, preview).toByteArray());
    }
}
