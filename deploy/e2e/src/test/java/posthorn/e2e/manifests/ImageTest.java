package posthorn.e2e.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What images are made of, as far as it can be read; {@code deploy/image/check} runs it. */
class ImageTest {

    private static final List<String> APPLICATIONS =
            List.of(
                    "smtp-ingress",
                    "delivery-worker",
                    "mailbox-api",
                    "imap-pop-frontend",
                    "deploy/standalone");

    /** An AOT cache that was made with one of these is not read with another. */
    private static final int SHARED = 8;

    @Test
    void everyBaseIsPinnedByItsDigest() throws IOException {
        String dockerfile = dockerfile();
        Map<String, String> arguments = new HashMap<>();
        Matcher argument = Pattern.compile("(?m)^ARG ([A-Z_]+)=(\\S+)$").matcher(dockerfile);
        while (argument.find()) {
            arguments.put(argument.group(1), argument.group(2));
        }
        Set<String> stages = new HashSet<>();
        Matcher from = Pattern.compile("(?m)^FROM (\\S+) AS (\\S+)$").matcher(dockerfile);
        int bases = 0;
        while (from.find()) {
            String base = from.group(1);
            if (base.startsWith("${")) {
                base = arguments.getOrDefault(base.substring(2, base.length() - 1), base);
            }
            if (!stages.contains(base)) {
                assertTrue(isPinned(base), base);
                bases++;
            }
            stages.add(from.group(2));
        }
        assertEquals(2, bases);
        long all = dockerfile.lines().filter(line -> line.startsWith("FROM ")).count();
        assertEquals(all, stages.size(), "a FROM without AS");
    }

    static boolean isPinned(String image) {
        return image.matches("[a-z0-9./-]+:[A-Za-z0-9._-]+@sha256:[0-9a-f]{64}");
    }

    @Test
    void everyImageRunsAsNobodyAndSaysWhetherItIsHealthy() throws IOException {
        String runtime = stage("runtime");
        assertTrue(runtime.contains("\nUSER 10001:10001\n"), runtime);
        assertTrue(runtime.contains("\nHEALTHCHECK "), runtime);
        assertTrue(runtime.contains("CMD [\"/usr/local/bin/healthy\"]"), runtime);
        assertTrue(Files.isExecutable(Manifests.ROOT.resolve("deploy/image/healthy")));
        for (String application : APPLICATIONS) {
            String name = Path.of(application).getFileName().toString();
            String own = stage(name);
            assertFalse(own.contains("\nUSER "), name);
            assertFalse(own.contains("\nRUN "), name + " runs something in its last stage");
            assertTrue(own.contains("org.opencontainers.image.title=\"posthorn/" + name + "\""));
            int at = 0;
            for (String layer : List.of("dependencies", "ours", "cache")) {
                int next = own.indexOf("/image/layers/" + name + "/" + layer + "/ /app/");
                assertTrue(next > at, name + " has no layer " + layer + " behind the others");
                at = next;
            }
        }
    }

    @Test
    void whatIsBuiltKnowsItsRevision() throws IOException {
        String build = stage("build");
        assertTrue(build.contains("\nARG REVISION=unknown\n"), build);
        assertTrue(build.contains(" -Dbuild.revision=$REVISION "), build);
        String bake = Files.readString(Manifests.ROOT.resolve("deploy/docker-bake.hcl"));
        assertTrue(bake.contains("REVISION          = REVISION"), bake);
    }

    @Test
    void javasOptionsStandInOneFileForEachApplication() throws IOException {
        String dockerfile = dockerfile();
        assertTrue(
                dockerfile.contains(
                        "ENTRYPOINT [\"/opt/java/bin/java\", \"@/app/jvm.options\","
                                + " \"-XX:AOTCache=/app/posthorn.aot\", \"-jar\","
                                + " \"/app/quarkus-run.jar\"]"));
        String others = dockerfile.replace("-XX:AOTCache=", "");
        for (String file : List.of("deploy/compose.yaml", "deploy/compose.standalone.yaml")) {
            others += Files.readString(Manifests.ROOT.resolve(file));
        }
        try (Stream<Path> files = Files.walk(Manifests.ROOT.resolve("k8s"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                others += Files.readString(file);
            }
        }
        for (String option : List.of("-XX:", "-Xm", "JAVA_OPTIONS=", "JAVA_TOOL_OPTIONS=")) {
            assertFalse(others.contains(option), option + " stands outside of jvm.options");
        }
    }

    @Test
    void allApplicationsRunUnderTheCollectorThatBenchMeasures() throws IOException {
        List<String> measured = options("deploy/standalone");
        for (String application : APPLICATIONS) {
            List<String> options = options(application);
            assertEquals(measured.subList(0, SHARED), options.subList(0, SHARED), application);
            assertTrue(options.contains("-XX:+UseG1GC"), application);
            assertEquals(
                    1,
                    options.stream()
                            .filter(o -> o.startsWith("-Xmx") || o.startsWith("-XX:MaxRAMPerc"))
                            .count(),
                    application + " says how large its heap may be");
        }
    }

    @Test
    void everyModuleOfTheImagesJavaExists() throws IOException {
        List<String> modules = lines("deploy/image/modules");
        assertTrue(modules.size() > 10);
        for (String module : modules) {
            assertTrue(ModuleFinder.ofSystem().find(module).isPresent(), module);
        }
        // Mail is written in these, and found by them.
        assertTrue(modules.contains("jdk.charsets"));
    }

    @Test
    void everyImageIsBuiltForAllArchitectures() throws IOException {
        String bake = Files.readString(Manifests.ROOT.resolve("deploy/docker-bake.hcl"));
        for (String application : APPLICATIONS) {
            assertTrue(
                    bake.contains("\"" + Path.of(application).getFileName() + "\""), application);
        }
        assertTrue(bake.contains("\"linux/amd64\", \"linux/arm64\""));
    }

    private static List<String> options(String application) throws IOException {
        return lines(application + "/jvm.options");
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(Manifests.ROOT.resolve(file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static String stage(String name) throws IOException {
        Matcher stage =
                Pattern.compile("(?ms)^FROM \\S+ AS " + name + "$(.*?)(?=^FROM|\\z)")
                        .matcher(dockerfile());
        assertTrue(stage.find(), name + " has no stage");
        return stage.group(1);
    }

    private static String dockerfile() throws IOException {
        return Files.readString(Manifests.ROOT.resolve("deploy/Dockerfile"));
    }
}
