package posthorn.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import posthorn.frontend.store.Accounts;
import posthorn.imap.grammar.ReaderLimits;
import posthorn.imap.session.ClientInfo;
import posthorn.imap.session.ImapSession;
import posthorn.imap.session.ImapSessionSettings;
import posthorn.imap.session.Next;
import posthorn.imap.session.SessionConnection;
import posthorn.protocol.sasl.SaslOffer;
import posthorn.runtime.signin.TestSignIns;

/** A client whose octets go straight into a session, in pieces of a given size. */
final class PurePeer implements TranscriptPlayer.Peer, SessionConnection {

    static final ImapSessionSettings SETTINGS =
            new ImapSessionSettings(new ReaderLimits(4096, 16384, 100_000), 20, 3, "1.2.3", 993);

    private static final SaslOffer OFFER = SaslOffer.of(TestSignIns.MECHANISMS);

    private final ImapSession session;
    private final int piece;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int read;
    private boolean news;
    private boolean accountIsClosed;
    private boolean ended;
    private int waysMade;
    private int leavesAt;

    PurePeer(Accounts accounts, boolean plain, int piece) {
        this.piece = piece;
        this.session =
                new ImapSession(
                        SETTINGS,
                        accounts,
                        ClientInfo.connected(
                                "192.0.2.7", !plain, plain, plain ? SaslOffer.NONE : OFFER),
                        this);
        session.greet();
    }

    @Override
    public void send(byte[] octets, int offset, int length) {
        sent.write(octets, offset, length);
    }

    @Override
    public void changed() {
        news = true;
    }

    @Override
    public void accountClosed() {
        accountIsClosed = true;
    }

    @Override
    public boolean isClientThere() {
        return !ended;
    }

    @Override
    public void makeWay() {
        ended |= ++waysMade == leavesAt;
    }

    /** How often somebody else could have worked meanwhile. */
    int waysMade() {
        return waysMade;
    }

    /** The client is gone when others could work for that time. */
    void leaveAt(int way) {
        leavesAt = way;
    }

    @Override
    public void send(byte[] octets) {
        settle();
        for (int at = 0; at < octets.length && !ended; at += piece) {
            byte[] some = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + piece));
            session.feed(some, 0, some.length);
            if (session.ready()) {
                after(session.work());
            }
        }
    }

    private void after(Next next) {
        sent.writeBytes(session.take());
        switch (next) {
            case READ -> {}
            case START_TLS -> session.secured(OFFER);
            case CLOSE -> end();
        }
    }

    private void end() {
        session.close();
        ended = true;
    }

    /** What the connection would do when it is told of changes. */
    private void settle() {
        sent.writeBytes(session.take());
        if (accountIsClosed && !ended) {
            session.bye("The account was closed");
            after(Next.CLOSE);
        }
        if (news && session.idling()) {
            news = false;
            after(session.push());
        }
    }

    @Override
    public String line() {
        settle();
        byte[] all = sent.toByteArray();
        int end = read;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        int stop = end > read && all[end - 1] == '\r' ? end - 1 : end;
        String line = new String(all, read, stop - read, StandardCharsets.ISO_8859_1);
        read = Math.min(all.length, end + 1);
        return line;
    }

    @Override
    public boolean ended() {
        return ended && !hasMore();
    }

    @Override
    public boolean hasMore() {
        settle();
        return read < sent.size();
    }

    @Override
    public void tls() {
        // The session was told when the work ended.
    }

    @Override
    public void close() {
        session.close();
    }
}
