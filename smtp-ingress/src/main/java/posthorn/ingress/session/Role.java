package posthorn.ingress.session;

/** What a listener is for. */
public enum Role {
    /** Mail from other servers, for our own recipients (RFC 5321). */
    MX("mx"),
    /** Mail from our users, who sign in after STARTTLS (RFC 6409). */
    SUBMISSION("submission"),
    /** Mail from our users, with TLS from the first octet (RFC 8314 §3.3). */
    SUBMISSIONS("submissions");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** As it stands in records, logs and metrics. */
    public String word() {
        return word;
    }

    /** Whether mail is taken only from a user who has signed in. */
    public boolean isSubmission() {
        return this != MX;
    }
}
