package posthorn.mailbox.browse;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.content.HeaderView.Person;

/** Something that became true of an account, as who watches it is told. */
public sealed interface MailEvent {

    /** Name of the event. */
    String name();

    /**
     * The stream stands; what comes after it is new.
     *
     * @param n entry of the account's log at which it begins
     */
    record Ready(long n) implements MailEvent {
        @Override
        public String name() {
            return "ready";
        }
    }

    /**
     * Messages appeared.
     *
     * @param mailbox id
     * @param uids as {@code 1:3,7}; empty: very many, read the mailbox anew
     * @param messages what a list shows of them; empty where there are more than a few
     */
    record Arrived(String mailbox, String uids, List<NewMessage> messages) implements MailEvent {
        public Arrived {
            messages = List.copyOf(messages);
        }

        @Override
        public String name() {
            return "messages";
        }
    }

    /** A message that appeared; the parts are those of {@link MessageSummary}. */
    record NewMessage(
            long uid,
            List<String> flags,
            List<Person> from,
            String subject,
            Instant received,
            long size,
            String preview) {}

    /**
     * Flags of messages became these.
     *
     * @param uids as {@code 1:3,7}
     */
    record Flagged(String mailbox, String uids, List<String> flags) implements MailEvent {
        @Override
        public String name() {
            return "flags";
        }
    }

    /**
     * Messages are gone.
     *
     * @param uids as {@code 1:3,7}
     */
    record Expunged(String mailbox, String uids) implements MailEvent {
        @Override
        public String name() {
            return "expunged";
        }
    }

    /**
     * The list of mailboxes is another one.
     *
     * @param mailbox id of the one that was made, renamed or deleted; null: subscriptions changed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mailboxes(@Nullable String mailbox) implements MailEvent {
        @Override
        public String name() {
            return "mailboxes";
        }
    }

    /** Something was missed, or too much happened: read everything anew. */
    record Resume() implements MailEvent {
        @Override
        public String name() {
            return "resume";
        }
    }
}
