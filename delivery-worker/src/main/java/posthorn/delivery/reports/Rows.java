package posthorn.delivery.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Rows as they are stored: JSON, with fields in the order of the record, so that equals are equal.
 */
final class Rows {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private Rows() {}

    static String write(Object row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T read(String row, Class<T> type) {
        try {
            return JSON.readValue(row, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row that cannot be read: " + row, e);
        }
    }
}
