package posthorn.ingress.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import posthorn.protocol.smtp.Reply;

/** The actions that a session has decided on and not yet handed over. */
final class PendingActions {
    private List<Action> actions = new ArrayList<>();
    private boolean asking;
    private final ReplyLines replyLines;

    /** None yet; negative replies are sent as {@code replyLines} makes them. */
    PendingActions(ReplyLines replyLines) {
        this.replyLines = replyLines;
    }

    void say(Reply reply) {
        actions.add(new Action.Say(reply));
    }

    void add(Action action) {
        actions.add(action);
    }

    /** Says no, and says so to log and counters. */
    void refuse(
            RejectReason reason, Reply reply, Optional<String> sender, Optional<String> subject) {
        actions.add(new Action.Say(replyLines.of(reason, reply)));
        actions.add(new Action.Tell(new SessionEvent.Refused(reason, reply, sender, subject)));
    }

    <A> void ask(PortCall<A> call, Consumer<A> then, Runnable otherwise) {
        if (asking) {
            throw new IllegalStateException("one call at a time");
        }
        asking = true;
        actions.add(new Action.Ask<>(call, then, otherwise));
    }

    /** Whether a call has been asked for and not answered. */
    boolean isAsking() {
        return asking;
    }

    void answered() {
        if (!asking) {
            throw new IllegalStateException("nothing was asked");
        }
        asking = false;
    }

    boolean isEmpty() {
        return actions.isEmpty();
    }

    List<Action> drain() {
        List<Action> drained = actions;
        actions = new ArrayList<>();
        return drained;
    }
}
