package posthorn.runtime.log;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the {@link LogFields} of the thread that logs into the record, before a handler may take
 * it to another thread.
 *
 * @param next decides whether the record is logged; null: it is
 */
record StampedFields(@Nullable Filter next) implements Filter {

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record instanceof ExtLogRecord line) {
            LogFields.forEach(line::putMdc);
        }
        return next == null || next.isLoggable(record);
    }
}
