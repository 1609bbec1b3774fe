package posthorn.launcher;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A folder that the script {@code posthorn} takes for the repository: the script itself, a Maven
 * that only notes what it is asked to build, and the launcher as it was compiled for the tests.
 */
final class ScriptHome {

    /** What a run of the script came to. */
    record Ended(int code, String out, String err) {}

    private static final long PATIENCE_SECONDS = 60;

    private final Path home;

    /** Makes the folder, with nothing built. */
    ScriptHome(Path home) throws IOException {
        this.home = home;
        Files.copy(Path.of("../../posthorn"), home.resolve("posthorn"));
        write("pom.xml", "<project/>");
        write("deploy/launcher/pom.xml", "<project/>");
        write("deploy/launcher/src/main/java/Some.java", "class Some {}");
        write("deploy/standalone/jvm.options", "-XX:TieredStopAtLevel=1\n-Xlog:aot*=off");
        executable("bin/mvn", "#!/bin/bash\necho \"$*\" >> '" + maven() + "'\n");
    }

    /** Puts the launcher, as it was compiled, where its jar and its libraries would be. */
    void launcher() throws IOException {
        Path target = Files.createDirectories(home.resolve("deploy/launcher/target/lib"));
        jar(target.resolveSibling("launcher-0.1.0.jar"), "none", Path.of("target/classes"), "");
        for (String entry : System.getProperty("java.class.path").split(":")) {
            String name = Path.of(entry).getFileName().toString();
            if (name.startsWith("picocli") || name.startsWith("jackson")) {
                Files.copy(Path.of(entry), target.resolve(name));
            }
        }
        write("target/built-launcher", "");
    }

    /** Puts a program of the tests where what {@code up} starts would be. */
    void standalone(Class<?> program) throws IOException {
        Path jar = home.resolve("deploy/standalone/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(jar.getParent());
        jar(jar, program.getName(), Path.of("target/test-classes"), program.getSimpleName());
        write("target/built", "");
    }

    /** A jar of the classes below a folder whose names begin so. */
    private static void jar(Path jar, String main, Path classes, String prefix) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.getFileName().toString().startsWith(prefix)) {
                    entries.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                    entries.write(Files.readAllBytes(file));
                }
            }
        }
    }

    /** Makes every build older than every source. */
    void age() throws IOException {
        for (String stamp : List.of("target/built", "target/built-launcher")) {
            if (Files.exists(home.resolve(stamp))) {
                Files.setLastModifiedTime(home.resolve(stamp), FileTime.from(Instant.EPOCH));
            }
        }
    }

    /** Makes it a clone whose sources are committed; the commit. */
    String commit() throws IOException, InterruptedException {
        String git = "git -c user.name=x -c user.email=x@example.org ";
        Ended ended =
                end(
                        "",
                        Map.of(),
                        List.of(
                                "bash",
                                "-c",
                                "git init --quiet && git add pom.xml && "
                                        + git
                                        + "commit --quiet --message x && git rev-parse HEAD"));
        assumeTrue(ended.code() == 0, "skipped: install git");
        return ended.out().strip();
    }

    /** From now on builds fail. */
    void breakMaven() throws IOException {
        executable("bin/mvn", "#!/bin/bash\necho '[ERROR] no way'\nexit 1\n");
    }

    /** What Maven was asked to build, one line a build. */
    List<String> builds() throws IOException {
        return Files.exists(maven()) ? Files.readAllLines(maven()) : List.of();
    }

    Path path(String name) {
        return home.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(home.resolve(name).getParent());
        Files.writeString(home.resolve(name), text);
    }

    /** Runs the script. */
    Ended run(String input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("posthorn").toString()));
        command.addAll(List.of(arguments));
        return end(input, environment, command);
    }

    /** Runs a command line, in which {@code posthorn} is the script, with a terminal. */
    Ended runInTerminal(String input, String commandLine) throws IOException, InterruptedException {
        return end(
                input,
                Map.of("PATH", home + ":" + home.resolve("bin") + ":/usr/bin:/bin"),
                List.of("script", "--quiet", "--return", "--command", commandLine, "/dev/null"));
    }

    private Ended end(String input, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        Path in = home.resolve("in");
        Files.writeString(in, input);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("POSTHORN_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " does not end: " + Files.readString(err));
        }
        return new Ended(process.exitValue(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private Path maven() {
        return home.resolve("maven-was-asked");
    }

    private void executable(String name, String text) throws IOException {
        write(name, text);
        Files.setPosixFilePermissions(
                home.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
