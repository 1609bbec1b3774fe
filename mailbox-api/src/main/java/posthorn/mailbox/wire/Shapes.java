package posthorn.mailbox.wire;

import posthorn.mailbox.account.Access;
import posthorn.mailbox.account.Facts;
import posthorn.protocol.wire.MessageFacts;

/** Small things on the wire. */
public final class Shapes {

    private Shapes() {}

    /** The record's name for who may use an account. */
    public static posthorn.protocol.wire.Access access(Access access) {
        return Changes.encode(access);
    }

    /** The record of a message's facts. */
    public static MessageFacts facts(Facts facts) {
        return Changes.facts(facts);
    }
}
