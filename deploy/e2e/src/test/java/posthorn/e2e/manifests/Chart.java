package posthorn.e2e.manifests;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chart in {@code k8s/chart}, rendered by Helm itself. */
final class Chart {

    static final Path FOLDER = Manifests.ROOT.resolve("k8s/chart");

    /** Values under which the chart renders what no other values of ours let it render. */
    static final Path ALTERNATIVES = Path.of("src/test/resources/manifests/alternatives.yaml");

    private static final String RELEASE = "posthorn";

    /** The oldest that Chart.yaml lets it be installed on. */
    private static final String KUBERNETES = "1.30.0";

    private static final Pattern SOURCE =
            Pattern.compile("(?m)^# Source: posthorn/templates/(.*)$");

    /** Helm's own labels: what kubectl applies is not managed by it. */
    private static final Pattern HELM_LABELS =
            Pattern.compile(
                    "(?m)^ +(helm\\.sh/chart|app\\.kubernetes\\.io/managed-by): .*\\n|^# Source:"
                            + " .*\\n|^ +\\n");

    private static final Map<List<Path>, String> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    /** Values of an overlay, as in {@code production}. */
    static Path values(String overlay) {
        return FOLDER.resolve("values-" + overlay + ".yaml");
    }

    /** All that is installed with these values: no tests. */
    static List<Document> render(Path... values) {
        return Document.parse(plain(text(List.of(values))));
    }

    /**
     * The pods of {@code helm test}. Helm's library leaves hooks out of what it renders: they are
     * read from a copy of the chart in which they are none.
     *
     * @param copy an empty folder
     */
    static List<Document> tests(Path copy, Path... values) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(
                        to, Files.readString(file).replaceAll("(?m)^ *helm\\.sh/hook.*$", ""));
            }
        }
        Set<String> installed = Document.byId(render(values)).keySet();
        return Document.parse(plain(template(copy, List.of(values)))).stream()
                .filter(document -> !installed.contains(document.id()))
                .toList();
    }

    /** What is installed with the chart's own values, by the template that it comes from. */
    static Map<String, List<Document>> byTemplate(List<Path> values) {
        Map<String, List<Document>> templates = new TreeMap<>();
        for (String text : text(values).split("(?m)^---$")) {
            Matcher source = SOURCE.matcher(text);
            if (source.find()) {
                templates
                        .computeIfAbsent(source.group(1), template -> new ArrayList<>())
                        .addAll(Document.parse(plain(text)));
            }
        }
        return templates;
    }

    /** What {@code helm lint --strict} says. */
    static LintResult lint() {
        return helm(FOLDER).lint().strict().call();
    }

    /** The same with one more value, as {@code --set} has it. */
    static String with(String key, String value) {
        return with(Map.of(key, value));
    }

    /** The same with more values. */
    static String with(Map<String, String> values) {
        var template =
                helm(FOLDER)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(RELEASE)
                        .withKubeVersion(KUBERNETES);
        values.forEach(template::set);
        return template.call();
    }

    private static String text(List<Path> values) {
        return RENDERED.computeIfAbsent(values, v -> template(FOLDER, v));
    }

    private static String template(Path chart, List<Path> values) {
        var template =
                helm(chart)
                        .template()
                        .withName(RELEASE)
                        .withNamespace(RELEASE)
                        .withKubeVersion(KUBERNETES);
        values.forEach(file -> template.withValuesFile(file.toAbsolutePath()));
        return template.call();
    }

    private static String plain(String text) {
        return HELM_LABELS.matcher(text).replaceAll("");
    }

    private static Helm helm(Path chart) {
        return new Helm(chart.toAbsolutePath().normalize());
    }
}
