package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What containers are told: settings that exist, files that are mounted, times that add up. */
class SettingsInManifestsTest {

    /** Variables that are none of Posthorn's settings. */
    private static final Set<String> OTHERS =
            Set.of("SMALLRYE_CONFIG_LOCATIONS", "JDK_JAVA_OPTIONS", "TZ");

    private static final Duration MARGIN = Duration.ofSeconds(15);

    @Test
    void everySettingIsOneThatTheCodeReads() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Pod pod : pods()) {
            used.addAll(pod.environment().keySet());
        }
        for (JsonNode service : Manifests.compose().path("services")) {
            service.path("environment")
                    .fieldNames()
                    .forEachRemaining(name -> {
                        if (name.startsWith("POSTHORN_")) {
                            used.add(name);
                        }
                    });
        }
        assertTrue(used.size() >= 20, used.toString());
        used.removeAll(DeclaredSettings.variables());
        used.removeAll(OTHERS);
        assertEquals(Set.of(), used, "unknown settings");
    }

    @Test
    void everySettingOfTheFileIsOneThatTheCodeReads() throws IOException {
        int count = 0;
        for (Pod pod : pods()) {
            Properties file = new Properties();
            file.load(new StringReader(pod.settings()));
            for (String name : file.stringPropertyNames()) {
                assertTrue(DeclaredSettings.settings().contains(name), name);
                count++;
            }
        }
        assertTrue(count > 0);
        Properties file = new Properties();
        file.load(
                new StringReader(
                        Pod.of("smtp-ingress", Chart.render(Chart.ALTERNATIVES)).settings()));
        assertEquals("192.0.2.1,2001:db8::1", file.getProperty("posthorn.relay.own-addresses"));
    }

    @Test
    void everyFileThatASettingNamesIsMounted() {
        for (Pod pod : pods()) {
            Set<String> mounted = mounted(pod);
            Set<String> named = new TreeSet<>();
            pod.environment().values().stream().filter(v -> v.startsWith("/")).forEach(named::add);
            assertFalse(named.isEmpty());
            for (String file : named) {
                assertTrue(
                        mounted.contains(file)
                                || mounted.stream().anyMatch(m -> m.startsWith(file + "/")),
                        pod.service() + " does not mount " + file);
            }
        }
    }

    @Test
    void everyFileThatIsMountedIsNamedByASetting() {
        for (Pod pod : pods()) {
            Set<String> unused = mounted(pod);
            Set<String> named = Set.copyOf(pod.environment().values());
            unused.removeIf(file ->
                    named.stream().anyMatch(n -> file.equals(n) || file.startsWith(n + "/")));
            assertEquals(Set.of(), unused, pod.service() + " mounts what it does not read");
        }
    }

    /** Files by their whole paths; volumes that users add have none here. */
    private static Set<String> mounted(Pod pod) {
        Set<String> files = new TreeSet<>();
        for (JsonNode mount : pod.container().path("volumeMounts")) {
            JsonNode volume =
                    pod.spec()
                            .path("volumes")
                            .valueStream()
                            .filter(v -> v.path("name").equals(mount.path("name")))
                            .findFirst()
                            .orElseThrow();
            Path folder = Path.of(mount.path("mountPath").asText());
            if (volume.at("/configMap/name").asText().endsWith("-properties")) {
                files.add(folder.resolve("posthorn.properties").toString());
            }
            for (JsonNode item : volume.findValues("items")) {
                item.forEach(
                        file -> files.add(folder.resolve(file.path("path").asText()).toString()));
            }
        }
        return files;
    }

    @Test
    void aPodIsGivenMoreTimeToStopThanItsServiceTakes() {
        for (Pod pod : pods()) {
            String setting =
                    "POSTHORN_"
                            + pod.service().replace('-', '_').toUpperCase(Locale.ROOT)
                            + "_STOP_GRACE";
            Duration grace = Duration.parse("PT" + pod.environment().get(setting));
            Duration pause =
                    Duration.ofSeconds(
                            pod.container().at("/lifecycle/preStop/sleep/seconds").asLong());
            Duration given =
                    Duration.ofSeconds(pod.spec().path("terminationGracePeriodSeconds").asLong());
            assertTrue(pause.toSeconds() >= 5, pod.service() + " is pulled away from clients");
            assertTrue(
                    given.compareTo(grace.plus(pause).plus(MARGIN)) >= 0,
                    pod.service() + " is given " + given + " for " + grace + " after " + pause);
        }
    }

    /** A change of the settings is a change of the pods, so that Helm replaces them. */
    @Test
    void podsAreReplacedWhenTheirSettingsChange() {
        Set<String> sums = new TreeSet<>();
        for (List<Document> documents :
                List.of(
                        Chart.render(),
                        Chart.render(Chart.values("production")),
                        Chart.render(Chart.ALTERNATIVES))) {
            for (JsonNode deployment : Manifests.documents("Deployment", documents)) {
                sums.add(
                        deployment
                                .at("/spec/template/metadata/annotations")
                                .path("checksum/settings")
                                .asText());
            }
        }
        assertEquals(3, sums.size(), sums.toString());
    }

    private static List<Pod> pods() {
        List<Pod> pods = new ArrayList<>(Pod.all(Chart.render()));
        pods.addAll(Pod.all(Chart.render(Chart.values("single-node"))));
        pods.addAll(Pod.all(Chart.render(Chart.values("production"))));
        pods.addAll(Pod.all(Chart.render(Chart.ALTERNATIVES)));
        return pods;
    }
}
