package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chart is the one source: base and overlays are what it renders, so that whoever prefers
 * {@code kubectl apply -k} gets the same. {@code -Dposthorn.golden.write=true} writes them anew.
 */
class RenderedManifestsTest {

    private static final Path BASE = Manifests.ROOT.resolve("k8s/base");
    private static final Path OVERLAYS = Manifests.ROOT.resolve("k8s/overlays");

    @Test
    void theBaseIsWhatTheChartRenders() throws IOException {
        held(BASE, ManifestFiles.base());
        assertEquals(Document.byId(Chart.render()), Kustomization.build(BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-node", "production"})
    void anOverlayIsWhatTheChartRendersWithItsValues(String overlay) throws IOException {
        held(BASE, ManifestFiles.base());
        held(OVERLAYS.resolve(overlay), ManifestFiles.overlay(overlay));
        assertEquals(
                Document.byId(Chart.render(Chart.values(overlay))),
                Kustomization.build(OVERLAYS.resolve(overlay)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/single-node", "overlays/production"})
    void kubectlMakesTheSameOfThem(String folder) throws Exception {
        Path path = Manifests.ROOT.resolve("k8s").resolve(folder);
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(p -> Files.isExecutable(Path.of(p, "kubectl"))),
                "skipped: install kubectl");
        Process kubectl =
                new ProcessBuilder("kubectl", "kustomize", path.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, kubectl.waitFor(), said);
        assertEquals(Kustomization.build(path), Document.byId(Document.parse(said)));
    }

    private static void held(Path folder, Map<String, String> expected) throws IOException {
        if (Boolean.getBoolean("posthorn.golden.write")) {
            ManifestFiles.write(folder, expected);
        }
        Map<String, String> found = ManifestFiles.read(folder);
        String hint = folder + ": run this test with -Dposthorn.golden.write=true, and read it";
        assertEquals(expected.keySet(), found.keySet(), hint);
        for (var file : expected.entrySet()) {
            assertEquals(file.getValue(), found.get(file.getKey()), hint + ": " + file.getKey());
        }
    }
}
