package posthorn.ingress.session;

import java.util.List;
import java.util.Optional;

/** No scanner at all. */
enum NoScanner implements ContentScanner {
    INSTANCE;

    @Override
    public boolean wants(AcceptedMessage message) {
        return false;
    }

    @Override
    public ScanResult scan(AcceptedMessage message, MessageContent content) {
        return new ScanResult(List.of(), Optional.empty(), Optional.empty());
    }
}
