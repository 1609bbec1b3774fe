package posthorn.ingress.session;

import java.util.function.Consumer;

/** What scanners say of a message that is whole, before it goes on the log. */
final class ContentCheck {
    private final ContentScanner scanner;
    private final PendingActions out;

    ContentCheck(ContentScanner scanner, PendingActions out) {
        this.scanner = scanner;
        this.out = out;
    }

    /**
     * Lets scanners look into a message.
     *
     * @param taken gets the message with what they said
     * @param refused runs when the receiver has been told why it is not taken
     */
    void look(
            AcceptedMessage message,
            DataReceiver receiver,
            Consumer<AcceptedMessage> taken,
            Runnable refused) {
        if (!scanner.wants(message)) {
            taken.accept(message);
            return;
        }
        out.ask(
                new PortCall.Scan(message),
                result -> {
                    AcceptedMessage scanned = message.scanned(result);
                    if (result.refusal().isPresent()) {
                        out.add(new Action.Tell(new SessionEvent.Scanned(scanned, result)));
                        Refusal no = result.refusal().get();
                        receiver.refuse(no.reason(), no.details().toArray());
                        refused.run();
                    } else {
                        taken.accept(scanned);
                    }
                },
                () -> {
                    receiver.refuse(RejectReason.SCANNER_UNAVAILABLE);
                    refused.run();
                });
    }
}
