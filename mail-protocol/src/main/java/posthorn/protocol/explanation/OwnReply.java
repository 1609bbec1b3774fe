package posthorn.protocol.explanation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import posthorn.protocol.smtp.EnhancedStatus;

/**
 * A negative reply that we send.
 *
 * @param name the last part of the address of its page, such as {@code unknown-user}; never changes
 * @param code 400 to 599
 * @param statuses enhanced codes that it can come with, the usual one first
 */
public record OwnReply(String name, int code, List<EnhancedStatus> statuses) {

    private static final int FIRST_FINAL = 500;

    /** Keeps the list from changing. */
    public OwnReply {
        statuses = List.copyOf(statuses);
    }

    /** Whether the same will be refused again. */
    public boolean isFinal() {
        return code >= FIRST_FINAL;
    }

    /** Code and usual enhanced code, as in {@code 550 5.1.1}. */
    public String codes() {
        return code + " " + statuses.getFirst();
    }

    boolean has(String status) {
        return EnhancedStatus.parse(status).filter(statuses::contains).isPresent();
    }

    /** The reply of a line of {@code own-replies.txt}; empty: it is none. */
    static Optional<OwnReply> parse(String line) {
        String[] fields = line.split("\\s*\\|\\s*", -1);
        if (fields.length != 3
                || !fields[0].matches("[a-z0-9]+(-[a-z0-9]+)*")
                || !fields[1].matches("[45][0-9]{2}")) {
            return Optional.empty();
        }
        List<EnhancedStatus> statuses = new ArrayList<>();
        for (String word : fields[2].split(" ", -1)) {
            Optional<EnhancedStatus> status = EnhancedStatus.parse(word);
            if (status.isEmpty() || status.get().kind() != fields[1].charAt(0) - '0') {
                return Optional.empty();
            }
            statuses.add(status.get());
        }
        return Optional.of(new OwnReply(fields[0], Integer.parseInt(fields[1]), statuses));
    }
}
