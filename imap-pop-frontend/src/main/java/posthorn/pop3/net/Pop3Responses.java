package posthorn.pop3.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import posthorn.frontend.store.BodyReader;
import posthorn.frontend.store.StoreUnavailableException;
import posthorn.pop3.LockedMaildrop;
import posthorn.pop3.Maildrop;
import posthorn.pop3.MultiLineResponse;
import posthorn.pop3.Pop3Action;
import posthorn.pop3.Pop3Lines;
import posthorn.pop3.Pop3Refusals;
import posthorn.pop3.Pop3Session;
import posthorn.pop3.Pop3Verb;
import posthorn.runtime.metrics.CommandMeters;
import posthorn.runtime.net.MailConnection;

/**
 * Answers to commands that came together (RFC 2449 §6.6), so that one thread gives all of them.
 *
 * @param answers in the order of their commands
 * @param behind what the command behind them asks for, which is no answer; null: nothing yet
 */
record Pop3Responses(List<Answer> answers, @Nullable Pop3Action behind) {

    /**
     * An answer to a command.
     *
     * @param since when the command was taken
     */
    record Answer(Pop3Action.Response response, Pop3Verb verb, long since) {
        void told(Pop3Meters meters) {
            meters.answered(verb, since, response.text());
        }
    }

    /** Answers that are given together. */
    private static final int MOST = 64;

    /** Octets that are held until they are sent. */
    private static final int FULL = 32 * 1024;

    /** Answers the commands that are there whole. */
    static Pop3Responses take(Pop3Lines lines, ByteBuffer input, Pop3Session session) {
        List<Answer> answers = new ArrayList<>();
        int length = 0;
        while (answers.size() < MOST && length < FULL) {
            Pop3Lines.Line line = lines.next(input);
            if (line == null) {
                return new Pop3Responses(answers, null);
            }
            long since = CommandMeters.now();
            Pop3Action action = session.line(line);
            if (!(action instanceof Pop3Action.Response answer)) {
                return new Pop3Responses(answers, action);
            }
            answers.add(new Answer(answer, session.verb(), since));
            if (answer instanceof Pop3Action.Listing) {
                break;
            }
            length += answer.text().length();
        }
        return new Pop3Responses(answers, null);
    }

    boolean isEmpty() {
        return answers.isEmpty() && behind == null;
    }

    /** Whether they can only be given by somebody who may wait. */
    boolean takeTime() {
        return !answers.stream().allMatch(each -> each.response() instanceof Pop3Action.Say);
    }

    /** All of them, when none takes time. */
    byte[] texts(Pop3Meters meters) {
        StringBuilder texts = new StringBuilder();
        answers.forEach(answer -> {
            texts.append(answer.response().text());
            answer.told(meters);
        });
        return bytes(texts.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Gives all of them. Waits for the octets of messages and for a slow client.
     *
     * @param ended whether nothing may be said any more, though the client is there
     * @param meters told of each
     * @throws IOException the client has left, or a message ended in its middle, which can only be
     *     told by leaving it
     */
    void give(
            MailConnection connection,
            LockedMaildrop maildrop,
            BooleanSupplier ended,
            Pop3Meters meters)
            throws IOException {
        OutputStream out = new BufferedOutputStream(new Sent(connection, ended), FULL);
        for (Answer answer : answers) {
            switch (answer.response()) {
                case Pop3Action.Say(String text) -> out.write(bytes(text));
                case Pop3Action.Send send -> message(out, maildrop, send);
                case Pop3Action.Listing(String text, Maildrop drop, Maildrop.Column column) -> {
                    out.write(bytes(text));
                    drop.list(column, line -> out.write(bytes(line)));
                    out.write(bytes(".\r\n"));
                }
            }
            answer.told(meters);
        }
        out.flush();
    }

    private static void message(OutputStream out, LockedMaildrop maildrop, Pop3Action.Send send)
            throws IOException {
        boolean begun = false;
        try (BodyReader body = maildrop.message(send.uid())) {
            byte[] piece = body.next();
            begun = true;
            out.write(bytes(send.text()));
            MultiLineResponse response = new MultiLineResponse(out::write, send.lines());
            while (piece != null && !response.isComplete()) {
                response.write(piece);
                piece = body.next();
            }
            response.end();
        } catch (BodyReader.MessageGoneException e) {
            instead(out, begun, true, e);
        } catch (StoreUnavailableException e) {
            instead(out, begun, false, e);
        }
    }

    private static void instead(OutputStream out, boolean begun, boolean gone, RuntimeException why)
            throws IOException {
        if (begun) {
            throw new IOException("the message broke off", why);
        }
        out.write(bytes(Pop3Refusals.unreadable(gone)));
    }

    /** What is written goes to the client. */
    private static final class Sent extends OutputStream {
        private final MailConnection connection;
        private final BooleanSupplier ended;

        Sent(MailConnection connection, BooleanSupplier ended) {
            this.connection = connection;
            this.ended = ended;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            if (ended.getAsBoolean()) {
                throw new IOException("the account was closed");
            }
            connection.stream(octets, offset, length);
        }
    }
}
