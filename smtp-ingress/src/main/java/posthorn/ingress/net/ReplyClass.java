package posthorn.ingress.net;

import posthorn.protocol.smtp.Reply;

/** What a reply says by its first digit (RFC 5321 §4.2.1). */
enum ReplyClass {
    COMPLETED("2xx"),
    INTERMEDIATE("3xx"),
    TRANSIENT("4xx"),
    PERMANENT("5xx");

    private final String word;

    ReplyClass(String word) {
        this.word = word;
    }

    /** As it stands in the tag {@code class}. */
    String word() {
        return word;
    }

    static ReplyClass of(Reply reply) {
        return switch (reply.code() / 100) {
            case 2 -> COMPLETED;
            case 3 -> INTERMEDIATE;
            case 4 -> TRANSIENT;
            default -> PERMANENT;
        };
    }
}
