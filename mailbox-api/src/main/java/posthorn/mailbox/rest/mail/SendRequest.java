package posthorn.mailbox.rest.mail;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.content.HeaderView;
import posthorn.mailbox.content.HeaderView.Person;
import posthorn.mailbox.submission.Draft;
import posthorn.protocol.mime.AddressList;
import posthorn.protocol.mime.OctetString;
import posthorn.protocol.smtp.AddressKey;

/**
 * A message that is to be sent, or kept as a draft.
 *
 * @param from one of the author's addresses, with or without a name; null: the account's own
 * @param to addresses as in a header (RFC 5322 §3.4), {@code "Bob, B" <bob@example.org>}
 * @param text null: what {@code html} says without its tags
 * @param inReplyTo ids of the messages that it answers, with their brackets
 * @param references ids of those before it
 * @param draft the draft that it was: it goes when the message is sent or kept anew
 * @param answers the message that it answers: it is flagged as answered when this one is sent
 */
public record SendRequest(
        @Nullable String from,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                @Nullable List<String> to,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                @Nullable List<String> cc,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                @Nullable List<String> bcc,
        @Nullable String subject,
        @Nullable String text,
        @Nullable String html,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                @Nullable List<String> inReplyTo,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                @Nullable List<String> references,
        @Nullable List<Attachment> attachments,
        @Nullable Place draft,
        @Nullable Place answers) {

    private static final int MOST_FILES = 100;
    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_REFERENCES = 100;
    private static final String ID = "<[^<>\\s]{1,900}>";

    /**
     * A file: its content, or where it is.
     *
     * @param content base64 in JSON; null: it is a part of a message
     * @param mailbox id, with {@code uid} and {@code part} of a message that is there
     */
    public record Attachment(
            @Nullable String name,
            @Nullable String type,
            byte @Nullable [] content,
            @Nullable String mailbox,
            long uid,
            @Nullable String part) {}

    /** A message that is there. */
    public record Place(@Nullable String mailbox, long uid) {}

    /** Files as they are in the request. */
    List<Attachment> files() {
        List<Attachment> files = attachments == null ? List.of() : attachments;
        if (files.size() > MOST_FILES) {
            throw wrong("There are more than " + MOST_FILES + " files.", "Send less.");
        }
        return files;
    }

    /**
     * The message.
     *
     * @param author address of the account
     */
    Draft draft(String author, List<Draft.File> files) {
        return new Draft(
                from == null || from.isBlank() ? new Person("", author) : sender(from),
                people(to),
                people(cc),
                people(bcc),
                subject == null ? "" : subject,
                text == null ? "" : text,
                html == null || html.isBlank() ? null : html,
                ids(inReplyTo).stream().findFirst().orElse(""),
                ids(references),
                files);
    }

    private static Person sender(String from) {
        List<Person> people = people(List.of(from));
        if (people.size() != 1) {
            throw wrong("from is not one address.", "Give one of your addresses.");
        }
        return people.getFirst();
    }

    private static List<Person> people(@Nullable List<String> given) {
        List<Person> people = new ArrayList<>();
        for (@Nullable String text : given == null ? List.<String>of() : given) {
            if (text == null) {
                throw wrong("An address is null.", "Leave it out.");
            }
            people.addAll(
                    HeaderView.people(AddressList.parse(OctetString.ofText(text)), MOST_ADDRESSES));
        }
        for (Person person : people) {
            if (AddressKey.parse(person.address()).isEmpty()) {
                throw wrong(
                        "'" + person.address() + "' is no address.",
                        "Give addresses as in Bob <bob@example.org>.");
            }
        }
        return people;
    }

    private static List<String> ids(@Nullable List<String> given) {
        List<String> ids = new ArrayList<>();
        for (@Nullable String id : given == null ? List.<String>of() : given) {
            if (id == null || !id.matches(ID)) {
                throw wrong(
                        "inReplyTo or references hold what is no id of a message.",
                        "Give them with their brackets, as messages have them.");
            }
            ids.add(id);
        }
        return ids.subList(Math.max(0, ids.size() - MOST_REFERENCES), ids.size());
    }

    private static RuntimeException wrong(String title, String detail) {
        return MailProblems.invalid(title, detail).exception();
    }
}
