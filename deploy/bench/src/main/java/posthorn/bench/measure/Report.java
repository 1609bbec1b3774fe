package posthorn.bench.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes figures: JSON lines go to one stream, what people read while they wait to the other. */
public final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream json;
    private final PrintStream people;
    private final List<Figure> figures = new ArrayList<>();

    /** Writes to both as figures come. */
    public Report(PrintStream json, PrintStream people) {
        this.json = json;
        this.people = people;
    }

    /** A figure. */
    public void add(Figure figure) {
        figures.add(figure);
        try {
            json.println(JSON.writeValueAsString(figure));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        people.printf(
                Locale.ROOT, "    %-28s %12.3f %s%n", figure.name(), figure.value(), figure.unit());
    }

    /** What is done now. */
    public void progress(String text) {
        people.println(text);
        people.flush();
    }

    /** All figures so far. */
    public List<Figure> figures() {
        return List.copyOf(figures);
    }
}
