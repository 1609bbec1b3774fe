package posthorn.delivery.https;

/** What came of a request. */
public sealed interface HttpsAnswer {

    /**
     * The host answered.
     *
     * @param type media type without parameters, lower case; empty: none was said
     * @param body at most as long as was asked for, as octets of ISO 8859-1
     */
    record Answered(int status, String type, String body) implements HttpsAnswer {}

    /** Its certificate is not one for it, or no authority vouches for it. */
    record NotTrusted(String reason) implements HttpsAnswer {}

    /** It could not be asked, or did not answer as it should. */
    record Failed(String reason) implements HttpsAnswer {}
}
