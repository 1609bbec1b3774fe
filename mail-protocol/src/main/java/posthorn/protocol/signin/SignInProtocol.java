package posthorn.protocol.signin;

import java.util.Locale;

/** What somebody signs in to. */
public enum SignInProtocol {
    /** To read mail. */
    IMAP,
    /** To fetch mail. */
    POP3,
    /** To submit mail. */
    SMTP,
    /** Pages and REST. */
    PAGES;

    /** As records and logs name it: {@code imap}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The protocol of that word.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static SignInProtocol of(String word) {
        for (SignInProtocol protocol : values()) {
            if (protocol.word().equals(word)) {
                return protocol;
            }
        }
        throw new IllegalArgumentException("there is no sign-in to '" + word + "'");
    }
}
