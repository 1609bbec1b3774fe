package posthorn.runtime.log;

import io.quarkus.logging.json.runtime.JsonFormatter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logmanager.ExtLogRecord;

/** JSON lines in which {@link LogFields} stand beside the others, and not in an object below. */
final class JsonLines extends JsonFormatter {

    private static final String NESTED = "mdc";

    /** With the settings of the framework. */
    JsonLines(JsonFormatter settings) {
        Set<String> excluded = new TreeSet<>(settings.getExcludedKeys());
        excluded.add(NESTED);
        setExcludedKeys(excluded);
        setAdditionalFields(settings.getAdditionalFields());
        setRecordDelimiter(settings.getRecordDelimiter());
        setPrettyPrint(settings.isPrettyPrint());
        setPrintDetails(settings.isPrintDetails());
        setExceptionOutputType(settings.getExceptionOutputType());
    }

    /** With none. */
    JsonLines() {
        setExcludedKeys(Set.of(NESTED));
        setAdditionalFields(Map.of());
        setRecordDelimiter("\n");
    }

    @Override
    protected void after(Generator generator, ExtLogRecord line) throws Exception {
        super.after(generator, line);
        for (Map.Entry<String, String> field : line.getMdcCopy().entrySet()) {
            generator.add(field.getKey(), field.getValue());
        }
    }
}
