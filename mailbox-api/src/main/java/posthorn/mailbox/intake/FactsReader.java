package posthorn.mailbox.intake;

import org.jboss.logging.Logger;
import posthorn.mailbox.account.Facts;
import posthorn.protocol.mime.MessageStructure;
import posthorn.protocol.mime.MessageText;
import posthorn.protocol.wire.FactsCodec;

/** Reads the facts of a message: envelope, structure and first words. */
final class FactsReader {

    private static final Logger LOG = Logger.getLogger(FactsReader.class);
    private static final int MOST_OCTETS = 512 * 1024;

    private FactsReader() {}

    /**
     * Facts of the message; none when they would be larger than half a megabyte, as no honest
     * message's are.
     */
    static Facts read(byte[] message) {
        MessageStructure structure = MessageStructure.parse(message);
        String preview = MessageText.of(message, structure).preview();
        byte[] record = FactsCodec.encode(structure, preview).toByteArray();
        if (record.length > MOST_OCTETS) {
            LOG.warnf("a message has %d octets of facts: kept without", record.length);
            return Facts.NONE;
        }
        return Facts.of(record);
    }
}
