package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.zjsonpatch.DiffFlags;
import io.fabric8.zjsonpatch.JsonDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of {@code k8s/base} and of the overlays, as they follow from the chart: a base is what
 * the chart's own values render, an overlay is what has to be done to that to get what its values
 * render.
 */
final class ManifestFiles {

    private static final String FROM_THE_CHART =
            "# Made from k8s/chart by RenderedManifestsTest: change the chart, then run that with"
                    + " -Dposthorn.golden.write=true.\n";

    private static final String KUSTOMIZATION =
            "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

    private static final EnumSet<DiffFlags> PLAIN =
            EnumSet.of(
                    DiffFlags.OMIT_COPY_OPERATION,
                    DiffFlags.OMIT_MOVE_OPERATION,
                    DiffFlags.OMIT_VALUE_ON_REMOVE);

    private static final ObjectMapper YAML =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                            .build());

    private ManifestFiles() {}

    /** Contents of the files of {@code k8s/base}, by their names. */
    static Map<String, String> base() {
        Map<String, String> files = new TreeMap<>();
        Chart.byTemplate(List.of())
                .forEach((template, documents) -> files.put(template, text(documents)));
        files.put("kustomization.yaml", kustomization(files.keySet().stream()));
        return files;
    }

    /** The same for {@code k8s/overlays/NAME}. */
    static Map<String, String> overlay(String name) throws IOException {
        Map<String, JsonNode> base = Document.byId(Chart.render());
        Map<String, String> files = new TreeMap<>();
        List<String> patches = new ArrayList<>();
        for (var template : Chart.byTemplate(List.of(Chart.values(name))).entrySet()) {
            List<Document> added = new ArrayList<>();
            for (Document document : template.getValue()) {
                JsonNode before = base.remove(document.id());
                if (before == null) {
                    added.add(document);
                } else if (!before.equals(document.node())) {
                    String path = "patches/" + file(document);
                    files.put(path, patch(before, document.node()));
                    patches.add(target(document, path));
                }
            }
            if (!added.isEmpty()) {
                files.put(template.getKey(), text(added));
            }
        }
        if (!base.isEmpty()) {
            throw new IllegalStateException("an overlay takes nothing away: " + base.keySet());
        }
        Stream<String> own = files.keySet().stream().filter(file -> !file.startsWith("patches/"));
        String kustomization = kustomization(Stream.concat(Stream.of("../../base"), own));
        files.put("kustomization.yaml", kustomization + "patches:\n" + String.join("", patches));
        return files;
    }

    private static String text(List<Document> documents) {
        return FROM_THE_CHART
                + documents.stream().map(Document::text).collect(Collectors.joining("---\n"));
    }

    private static String kustomization(Stream<String> resources) {
        return FROM_THE_CHART
                + KUSTOMIZATION
                + "resources:\n"
                + resources.map(r -> "  - " + r + "\n").collect(Collectors.joining());
    }

    private static String file(Document document) {
        return document.kind().toLowerCase(Locale.ROOT) + "-" + document.name() + ".yaml";
    }

    private static String patch(JsonNode before, JsonNode after) throws IOException {
        JsonNode operations = JsonDiff.asJson(before, after, PLAIN);
        return FROM_THE_CHART + YAML.writeValueAsString(operations);
    }

    private static String target(Document document, String path) {
        int slash = document.apiVersion().indexOf('/');
        String group =
                slash < 0 ? "" : "group: " + document.apiVersion().substring(0, slash) + ", ";
        return "  - path: "
                + path
                + "\n    target: {"
                + group
                + "version: "
                + document.apiVersion().substring(slash + 1)
                + ", kind: "
                + document.kind()
                + ", name: "
                + document.name()
                + "}\n";
    }

    /** What stands in a folder now. */
    static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    /** Writes a folder anew. */
    static void write(Path folder, Map<String, String> files) throws IOException {
        for (String old : read(folder).keySet()) {
            Files.delete(folder.resolve(old));
        }
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
