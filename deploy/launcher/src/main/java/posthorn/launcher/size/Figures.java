package posthorn.launcher.size;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a sizing stands on: figures that bench has measured, each with where that is written down,
 * and assumptions that say that they are some. They stand in {@code figures.properties} alone.
 */
public final class Figures {

    /**
     * One of them.
     *
     * @param name as in {@code cpu.deliver.mailbox-api}
     * @param value in its unit
     * @param unit as in {@code ms}
     * @param from where it was measured, or that it is assumed and why
     */
    public record Figure(String name, double value, String unit, String from) {}

    private static final String RESOURCE = "figures.properties";

    private final Map<String, Figure> figures;

    private Figures(Map<String, Figure> figures) {
        this.figures = figures;
    }

    /** Those of this release. */
    public static Figures read() {
        Properties lines = new Properties();
        try (var in = Figures.class.getResourceAsStream(RESOURCE);
                var reader =
                        new InputStreamReader(
                                java.util.Objects.requireNonNull(in), StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Figure> figures = new TreeMap<>();
        for (String name : lines.stringPropertyNames()) {
            figures.put(name, figure(name, lines.getProperty(name)));
        }
        return new Figures(figures);
    }

    /** {@code value unit; from}. */
    private static Figure figure(String name, String text) {
        String[] parts = text.split(";", 2);
        String[] number = parts[0].strip().split(" ", 2);
        if (parts.length < 2 || number.length < 2) {
            throw new IllegalStateException(name + " wants a value, a unit and where it is from");
        }
        return new Figure(name, Double.parseDouble(number[0]), number[1].strip(), parts[1].strip());
    }

    /**
     * The value of one.
     *
     * @throws IllegalStateException when there is none of that name
     */
    double of(String name) {
        Figure figure = figures.get(name);
        if (figure == null) {
            throw new IllegalStateException("there is no figure " + name);
        }
        return figure.value();
    }

    /** All, by name. */
    public List<Figure> all() {
        return List.copyOf(figures.values());
    }
}
