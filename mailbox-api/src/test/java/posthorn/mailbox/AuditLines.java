package posthorn.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import posthorn.runtime.log.Audit;

/** The lines of the audit log, until it is closed. Safe for all threads. */
final class AuditLines extends Handler {

    private final Logger logger = Logger.getLogger(Audit.CATEGORY);
    private final List<String> lines = new ArrayList<>();

    AuditLines() {
        logger.addHandler(this);
    }

    /** Those since the last call. */
    synchronized List<String> next() {
        List<String> next = List.copyOf(lines);
        lines.clear();
        return next;
    }

    @Override
    public synchronized void publish(LogRecord record) {
        lines.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
