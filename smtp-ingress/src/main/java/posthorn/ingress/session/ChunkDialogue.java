package posthorn.ingress.session;

import java.nio.ByteBuffer;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Reply;

/**
 * A message in chunks: BDAT (RFC 3030 §2). The octets of a chunk are read to its end whatever is
 * said about it, so that the next command is found; what is refused is refused behind its chunk,
 * and the transaction ends with that. A chunk that is so long that nobody would wait for its end
 * ends the connection.
 *
 * <p>The deadline of the message goes on from chunk to chunk: octets earn time, commands do not.
 */
final class ChunkDialogue {

    /** Octets of a chunk below which it is more command than message. */
    private static final int SMALL = 64;

    private final SessionContext session;
    private final MessageDialogue messages;
    private final MessagePace pace;
    private final Runnable ended;

    /**
     * The chunks of a session.
     *
     * @param ended runs when a message has ended, whichever way
     */
    ChunkDialogue(
            SessionContext session, MessageDialogue messages, MessagePace pace, Runnable ended) {
        this.session = session;
        this.messages = messages;
        this.pace = pace;
        this.ended = ended;
    }

    /** BDAT, RFC 3030 §2. */
    void bdat(Command.Bdat bdat) {
        Chunk chunk = new Chunk(bdat.octets(), bdat.last());
        if (bdat.octets() / 2 > session.settings().maxSize()) {
            session.hangUp(RejectReason.TOO_LARGE, session.settings().maxSize());
            return;
        }
        switch (session.state()) {
            case SmtpSessionState.InMail(Client client, Transaction mail) -> {
                if (mail.recipients().isEmpty()) {
                    skip(chunk, RejectReason.NO_RECIPIENTS);
                } else {
                    pace.begin();
                    begin(client, receiver(mail), chunk);
                }
            }
            case SmtpSessionState.BetweenChunks(Client client, DataReceiver receiver) ->
                    begin(client, receiver, chunk);
            case SmtpSessionState.Started s -> skip(chunk, RejectReason.MAIL_FIRST);
            case SmtpSessionState.Ready s -> skip(chunk, RejectReason.MAIL_FIRST);
            case SmtpSessionState.InData s -> throw noCommands();
            case SmtpSessionState.InChunk s -> throw noCommands();
            case SmtpSessionState.SkippingChunk s -> throw noCommands();
            case SmtpSessionState.Authenticating s -> throw noCommands();
            case SmtpSessionState.Concluding s -> throw noCommands();
            case SmtpSessionState.StartingTls s -> throw noCommands();
            case SmtpSessionState.Ended s -> throw noCommands();
        }
    }

    private static IllegalStateException noCommands() {
        return new IllegalStateException("no command is read here");
    }

    private DataReceiver receiver(Transaction mail) {
        return session.receiver(
                mail,
                mail.options().binary() ? DataDecoder.Framing.BINARY : DataDecoder.Framing.CHUNKS);
    }

    private void begin(Client client, DataReceiver receiver, Chunk chunk) {
        receiver.announce(chunk.octets());
        SmtpSessionState.InChunk state = new SmtpSessionState.InChunk(client, receiver, chunk);
        session.become(state);
        if (chunk.isDone()) {
            chunkEnded(state);
        }
    }

    /** Octets of a chunk came in. */
    void take(SmtpSessionState.InChunk state, ByteBuffer in) {
        DataReceiver receiver = state.receiver();
        Chunk chunk = state.chunk();
        ByteBuffer part = in.slice(in.position(), chunk.within(in.remaining()));
        receiver.take(part);
        in.position(in.position() + part.position());
        chunk.took(part.position());
        if (chunk.isDone()) {
            chunkEnded(state);
        } else if (receiver.isFull()) {
            messages.makeRoom(state.client(), receiver);
        } else {
            pace.earn(part.position());
        }
    }

    private void chunkEnded(SmtpSessionState.InChunk state) {
        DataReceiver receiver = state.receiver();
        Chunk chunk = state.chunk();
        if (chunk.last()) {
            receiver.finishChunks();
            messages.end(state.client(), receiver, ended);
        } else if (receiver.refused() != null) {
            messages.end(state.client(), receiver, ended);
        } else {
            session.become(new SmtpSessionState.BetweenChunks(state.client(), receiver));
            session.out().say(Reply.of(250, "2.0.0", chunk.octets() + " octets received"));
            if (chunk.octets() < SMALL) {
                session.countIdleCommand();
            }
        }
    }

    private void skip(Chunk chunk, RejectReason refusal) {
        SmtpSessionState.SkippingChunk state =
                new SmtpSessionState.SkippingChunk(session.state(), chunk, refusal);
        session.become(state);
        if (chunk.isDone()) {
            skipped(state);
        } else {
            pace.begin();
        }
    }

    /** Octets of a chunk came in that is refused. */
    void drop(SmtpSessionState.SkippingChunk state, ByteBuffer in) {
        int octets = state.chunk().within(in.remaining());
        in.position(in.position() + octets);
        state.chunk().took(octets);
        if (state.chunk().isDone()) {
            skipped(state);
        } else {
            pace.earn(octets);
        }
    }

    private void skipped(SmtpSessionState.SkippingChunk state) {
        session.become(state.before());
        session.refuse(state.refusal());
        session.commandEnded();
    }
}
