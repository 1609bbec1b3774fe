package posthorn.runtime.log;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** The lines of a category, as a handler with this formatter writes them, until it is closed. */
public final class WrittenLines extends Handler implements AutoCloseable {

    private final Logger logger;
    private final ExtFormatter formatter;
    private final List<String> lines = new ArrayList<>();

    WrittenLines(String category, ExtFormatter formatter) {
        this.logger = Logger.getLogger(category);
        this.formatter = formatter;
        setFilter(new StampedFields(null));
        setLevel(Level.ALL);
        logger.addHandler(this);
    }

    /** Those of a category as JSON. */
    public static WrittenLines json(String category) {
        return new WrittenLines(category, new JsonLines());
    }

    /** What was written so far. */
    public List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            lines.add(formatter.format(ExtLogRecord.wrap(record)).strip());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
