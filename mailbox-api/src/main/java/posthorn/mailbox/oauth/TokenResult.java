package posthorn.mailbox.oauth;

/** What a token is good for. */
public sealed interface TokenResult {

    /**
     * It is its owner's.
     *
     * @param address of them, as the issuer has it
     */
    record Good(String address) implements TokenResult {}

    /** It was good until its time was over. */
    record Expired() implements TokenResult {}

    /**
     * The issuer has made it, and it is not for us.
     *
     * @param why without a full stop
     */
    record Refused(String why) implements TokenResult {}

    /**
     * The issuer has not made it.
     *
     * @param why without a full stop
     */
    record Forged(String why) implements TokenResult {}

    /** The issuer's keys are not known, and it cannot be asked for them now. */
    record Unavailable() implements TokenResult {}
}
