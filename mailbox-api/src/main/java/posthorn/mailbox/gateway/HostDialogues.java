package posthorn.mailbox.gateway;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import posthorn.protocol.smtp.AddressLiteral;
import posthorn.protocol.smtp.Command;
import posthorn.protocol.smtp.Domain;
import posthorn.protocol.smtp.Mailbox;
import posthorn.protocol.smtp.NextHop;
import posthorn.protocol.smtp.Reply;
import posthorn.protocol.smtp.ReplyDecoder;

/** Asks hosts over TCP, one connection for each question. Safe for all threads. */
public final class HostDialogues implements RecipientCheck, AutoCloseable {

    /** Octets of replies in one dialogue; a host that says more says nothing of use. */
    private static final int MOST_OCTETS = 64 * 1024;

    private final Vertx vertx;
    private final NetClient net;
    private final String name;
    private final Duration within;

    /**
     * @param name what we call ourselves
     * @param within how long one question may take
     */
    public HostDialogues(Vertx vertx, String name, Duration within) {
        this.vertx = vertx;
        this.name = name;
        this.within = within;
        this.net =
                vertx.createNetClient(
                        new NetClientOptions().setConnectTimeout((int) within.toMillis()));
    }

    @Override
    public Uni<Answer> ask(String nextHop, String address) {
        Optional<NextHop> hop = NextHop.parse(nextHop, NextHop.SMTP);
        Optional<Mailbox> recipient = Mailbox.parse(address);
        return hop.isEmpty() || recipient.isEmpty()
                ? Uni.createFrom().item(Answer.NOT_NOW)
                : Uni.createFrom().completionStage(() -> ask(hop.get(), recipient.get()));
    }

    private CompletableFuture<Answer> ask(NextHop hop, Mailbox recipient) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long timer = vertx.setTimer(within.toMillis(), late -> answer.complete(Answer.NOT_NOW));
        answer.whenComplete((what, failure) -> vertx.cancelTimer(timer));
        vertx.getOrCreateContext()
                .runOnContext(nothing ->
                        net.connect(hop.port(), socketHost(hop.host()))
                                .onSuccess(socket -> talk(socket, recipient, answer))
                                .onFailure(failure -> answer.complete(Answer.NOT_NOW)));
        return answer;
    }

    private static String socketHost(String host) {
        return Domain.parse(host)
                .filter(AddressLiteral.class::isInstance)
                .map(AddressLiteral.class::cast)
                .flatMap(AddressLiteral::address)
                .map(InetAddress::getHostAddress)
                .orElse(host);
    }

    private void talk(NetSocket socket, Mailbox recipient, CompletableFuture<Answer> answer) {
        RecipientDialogue dialogue = new RecipientDialogue(name, recipient);
        ReplyDecoder decoder = new ReplyDecoder();
        int[] octets = new int[1];
        socket.handler(buffer -> {
            octets[0] += buffer.length();
            decoder.feed(buffer.getBytes());
            Optional<Reply> reply = decoder.next();
            if (decoder.isBroken() || octets[0] > MOST_OCTETS) {
                answer.complete(Answer.NOT_NOW);
            } else if (reply.isPresent()) {
                switch (dialogue.next(reply.get())) {
                    case RecipientDialogue.Next.Say(Command command) -> write(socket, command);
                    case RecipientDialogue.Next.Done(Answer said) -> answer.complete(said);
                }
            }
        });
        socket.exceptionHandler(failure -> answer.complete(Answer.NOT_NOW));
        socket.closeHandler(nothing -> answer.complete(Answer.NOT_NOW));
        answer.whenComplete((what, failure) -> {
            write(socket, new Command.Quit());
            socket.close();
        });
    }

    private static void write(NetSocket socket, Command command) {
        socket.write(Buffer.buffer((command.encode() + "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        net.close();
    }
}
