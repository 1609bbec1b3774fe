package posthorn.mailbox.submission;

import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.content.HeaderView.Person;

/**
 * A message as its author gives it.
 *
 * @param from who writes it; smtp-ingress refuses what is not theirs
 * @param to and {@code cc} and {@code bcc}: to whom it goes; bcc is seen by the author alone
 * @param html null: it is plain text
 * @param inReplyTo id of the message that it answers, with its brackets; empty: none
 * @param references ids of those before it, with their brackets
 */
public record Draft(
        Person from,
        List<Person> to,
        List<Person> cc,
        List<Person> bcc,
        String subject,
        String text,
        @Nullable String html,
        String inReplyTo,
        List<String> references,
        List<File> files) {

    public Draft {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        references = List.copyOf(references);
        files = List.copyOf(files);
    }

    /**
     * A file that goes with it.
     *
     * @param type media type
     */
    public record File(String name, String type, byte[] content) {
        @Override
        public String toString() {
            return name + ", " + content.length + " octets";
        }
    }

    /** Whether it goes to anybody. */
    public boolean hasRecipients() {
        return !to.isEmpty() || !cc.isEmpty() || !bcc.isEmpty();
    }
}
