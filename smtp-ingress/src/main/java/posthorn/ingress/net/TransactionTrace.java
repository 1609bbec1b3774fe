package posthorn.ingress.net;

import java.io.IOException;
import java.util.concurrent.Callable;
import posthorn.ingress.session.AcceptedMessage;
import posthorn.ingress.session.PortCall;
import posthorn.ingress.session.Role;
import posthorn.ingress.session.SessionEvent;
import posthorn.ingress.session.SessionPorts;
import posthorn.runtime.tracing.NoSpan;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;

/**
 * The spans of one connection: one for each mail transaction, with one below it for each thing that
 * the session has to wait for. A transaction begins with the first such thing, and ends with the
 * answer to the message or with the connection. Where a service of ours sends for somebody, who has
 * come in over REST, it goes on in the trace of that request. Event loop only.
 */
final class TransactionTrace {

    /** Spans below one transaction; a large message is written in many pieces. */
    private static final int MOST_CALLS = 48;

    private final Tracing tracing;
    private final Role role;
    private Span transaction = NoSpan.ONLY;
    private TraceContext sender = TraceContext.NONE;
    private int calls;

    TransactionTrace(Tracing tracing, Role role) {
        this.tracing = tracing;
        this.role = role;
    }

    /** What performs a call, inside a span where it belongs to a transaction. */
    <A> Callable<A> performing(PortCall<A> call, SessionPorts ports) {
        if (!tracing.on() || !belongs(call)) {
            return () -> call.perform(ports);
        }
        if (transaction instanceof NoSpan) {
            begin();
        }
        Span around = transaction;
        if (++calls > MOST_CALLS && !(call instanceof PortCall.Accept)) {
            return () -> around.call(() -> call.perform(ports));
        }
        return () -> perform(around.child(name(call), SpanKind.INTERNAL), call, ports);
    }

    private static <A> A perform(Span span, PortCall<A> call, SessionPorts ports)
            throws IOException {
        try {
            return span.call(() -> inside(call, ports));
        } catch (IOException | RuntimeException e) {
            span.failed(e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    /** An interrupt stays one: the thread that waits is of this call alone. */
    private static <A> A inside(PortCall<A> call, SessionPorts ports) throws IOException {
        try {
            return call.perform(ports);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void begin() {
        transaction = tracing.begin("SMTP transaction", SpanKind.SERVER, sender);
        transaction.set("network.protocol.name", "smtp");
        transaction.set("posthorn.listener", role.word());
        calls = 0;
    }

    /** Where the transaction stands; none: there is none, or it is not traced. */
    TraceContext context() {
        return transaction.context();
    }

    /** How the session got on. */
    void told(SessionEvent event) {
        switch (event) {
            case SessionEvent.Accepted(AcceptedMessage message) -> {
                transaction.set("posthorn.message.id", message.id());
                transaction.set("posthorn.message.recipients", message.recipients().size());
                transaction.set("messaging.message.body.size", message.size());
                end();
            }
            case SessionEvent.Refused refused -> {
                transaction.failed(refused.reason().word());
                if (refused.sender().isPresent() && refused.subject().isEmpty()) {
                    end();
                }
            }
            case SessionEvent.SignedIn(var _, String traceparent) ->
                    sender = TraceContext.parse(traceparent);
            case SessionEvent.Authenticated _, SessionEvent.Scanned _ -> {
                // What follows from it is told, too.
            }
        }
    }

    /** Ends what has not ended yet. */
    void end() {
        transaction.end();
        transaction = NoSpan.ONLY;
    }

    private static boolean belongs(PortCall<?> call) {
        return switch (call) {
            case PortCall.Resolve _,
                    PortCall.CountRefused _,
                    PortCall.Admit _,
                    PortCall.CheckSender _,
                    PortCall.InspectHeader _,
                    PortCall.JudgeSender _,
                    PortCall.OpenBody _,
                    PortCall.WriteBody _,
                    PortCall.FinishBody _,
                    PortCall.Scan _,
                    PortCall.Accept _ ->
                    true;
            case PortCall.Authenticate _, PortCall.BeginScram _, PortCall.Pause _ -> false;
        };
    }

    private static String name(PortCall<?> call) {
        return switch (call) {
            case PortCall.Resolve _ -> "resolve recipient";
            case PortCall.CountRefused _ -> "count refused";
            case PortCall.Admit _ -> "admit";
            case PortCall.CheckSender _ -> "check sender";
            case PortCall.InspectHeader _ -> "inspect header";
            case PortCall.JudgeSender _ -> "judge sender";
            case PortCall.OpenBody _ -> "open body";
            case PortCall.WriteBody _ -> "write body";
            case PortCall.FinishBody _ -> "finish body";
            case PortCall.Scan _ -> "scan";
            case PortCall.Accept _ -> "accept";
            case PortCall.Authenticate _ -> "authenticate";
            case PortCall.BeginScram _ -> "begin scram";
            case PortCall.Pause _ -> "pause";
        };
    }
}
