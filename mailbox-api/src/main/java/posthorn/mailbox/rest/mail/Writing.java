package posthorn.mailbox.rest.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.browse.StoredMessages;
import posthorn.mailbox.budget.OctetBudget;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.submission.Draft;
import posthorn.mailbox.submission.Outbox;
import posthorn.protocol.mime.BodyPart;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/**
 * What somebody writes, read from a request: its octets, the files that it names, and what it is to
 * be done with it, all of it within a budget of memory.
 */
public final class Writing {

    /** What is made of an octet: the request, the files in it, the message, its copy. */
    private static final int COPIES = 4;

    private final StoredMessages messages;
    private final OctetBudget memory;
    private final Executor threads;
    private final ObjectMapper json;
    private final long mostOctets;

    /**
     * @param memory for what clients send
     * @param threads where requests are read
     * @param mostOctets of a request, and of the files that it names
     */
    public Writing(
            StoredMessages messages,
            OctetBudget memory,
            Executor threads,
            ObjectMapper json,
            long mostOctets) {
        this.messages = messages;
        this.memory = memory;
        this.threads = threads;
        this.json = json;
        this.mostOctets = mostOctets;
    }

    /**
     * Reads a request and does with it what is to be done.
     *
     * @param key under which it may be asked for again; empty: it is not
     */
    <T> Uni<T> use(
            AddressEntry.Account account,
            HttpServerRequest request,
            String key,
            Function<Outbox.Order, Uni<T>> use) {
        long octets = RequestBody.length(request, mostOctets);
        return memory.within(
                account.account(),
                COPIES * octets,
                () ->
                        RequestBody.whole(request)
                                .emitOn(threads)
                                .map(this::parsed)
                                .flatMap(written -> order(account, written, key))
                                .flatMap(use::apply));
    }

    private SendRequest parsed(Buffer body) {
        try {
            SendRequest read = json.readValue(body.getBytes(), SendRequest.class);
            if (read != null) {
                return read;
            }
        } catch (IOException unreadable) {
            // Told below: what it says may repeat what was sent.
        }
        throw MailProblems.invalid(
                        "The request is no message in JSON.", "Compare it with /v1/docs.")
                .exception();
    }

    private Uni<Outbox.Order> order(AddressEntry.Account account, SendRequest written, String key) {
        return Multi.createFrom()
                .iterable(written.files())
                .onItem()
                .transformToUniAndConcatenate(file -> file(account.account(), file))
                .collect()
                .asList()
                .map(files ->
                        new Outbox.Order(
                                account,
                                written.draft(account.address(), within(files)),
                                key,
                                place(written.draft()),
                                place(written.answers())));
    }

    private static Optional<Outbox.Place> place(SendRequest.@Nullable Place given) {
        return given == null || given.mailbox() == null
                ? Optional.empty()
                : Optional.of(new Outbox.Place(MailboxAccess.number(given.mailbox()), given.uid()));
    }

    private List<Draft.File> within(List<Draft.File> files) {
        if (files.stream().mapToLong(file -> file.content().length).sum() > mostOctets) {
            throw tooLarge();
        }
        return files;
    }

    private RuntimeException tooLarge() {
        return Problem.of(
                        ProblemCode.TOO_LARGE,
                        "The files have more than " + mostOctets + " octets.",
                        "Send fewer or smaller ones.")
                .exception();
    }

    private Uni<Draft.File> file(String account, SendRequest.Attachment file) {
        byte @Nullable [] content = file.content();
        if (content != null) {
            return Uni.createFrom()
                    .item(
                            new Draft.File(
                                    name(file, "attachment"),
                                    type(file, "application/octet-stream"),
                                    content));
        }
        if (file.mailbox() == null || file.part() == null) {
            throw MailProblems.invalid(
                            "A file has neither content nor mailbox, uid and part.",
                            "Give its content in base64, or say where it is.")
                    .exception();
        }
        return stored(account, file, file.mailbox(), file.part());
    }

    private Uni<Draft.File> stored(
            String account, SendRequest.Attachment file, String mailbox, String number) {
        return messages.find(account, MailboxAccess.number(mailbox), file.uid())
                .flatMap(message -> {
                    BodyPart part = SectionNumber.leaf(message, number);
                    if (part.range().bodyLength() > mostOctets) {
                        throw tooLarge();
                    }
                    String own = part.fields().fileName();
                    return messages.part(message, part)
                            .collect()
                            .in(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                            .map(octets ->
                                    new Draft.File(
                                            name(file, own == null ? "attachment" : own),
                                            type(
                                                    file,
                                                    part.fields().type()
                                                            + "/"
                                                            + part.fields().subtype()),
                                            octets.toByteArray()));
                });
    }

    private static String name(SendRequest.Attachment file, String otherwise) {
        return file.name() == null || file.name().isBlank() ? otherwise : file.name();
    }

    private static String type(SendRequest.Attachment file, String otherwise) {
        String type = file.type();
        return type != null && type.matches("[A-Za-z0-9!#$&^_.+-]{1,64}/[A-Za-z0-9!#$&^_.+-]{1,64}")
                ? type
                : otherwise;
    }
}
