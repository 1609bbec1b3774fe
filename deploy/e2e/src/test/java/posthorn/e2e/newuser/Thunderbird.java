package posthorn.e2e.newuser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Debian's Thunderbird with a new profile, on a screen that nobody sees, driven by keys and mouse.
 * Names need no DNS: it asks for pages by a proxy, which is the HTTP port of the installation. The
 * certificate of the installation counts as one that its user has accepted.
 */
final class Thunderbird implements AutoCloseable {

    /** What has to be installed, and the Debian package that has it. */
    private static final Map<String, String> PROGRAMS =
            Map.of(
                    "thunderbird", "thunderbird",
                    "Xvfb", "xvfb",
                    "xdotool", "xdotool",
                    "openbox", "openbox",
                    "dbus-run-session", "dbus-daemon",
                    "import", "imagemagick");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int SAME_LOOKS = 6;

    private final Path profile;
    private final String display;
    private final List<Process> processes = new ArrayList<>();

    private Thunderbird(Path profile, String display) {
        this.profile = profile;
        this.display = display;
    }

    /** Packages that are missing; none: it can be started. */
    static List<String> missing() {
        String[] folders = System.getenv().getOrDefault("PATH", "").split(":");
        return PROGRAMS.entrySet().stream()
                .filter(program ->
                        Arrays.stream(folders)
                                .noneMatch(folder ->
                                        Files.isExecutable(Path.of(folder, program.getKey()))))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /**
     * Starts it.
     *
     * @param folder for profile, log and pictures
     * @param http port by which it asks for pages
     * @param certificate PEM of the certificate that is shown at {@code ports} of localhost
     */
    static Thunderbird start(Path folder, int http, Path certificate, List<Integer> ports) {
        try {
            Path profile = Files.createDirectories(folder.toAbsolutePath().resolve("profile"));
            Files.writeString(profile.resolve("user.js"), preferences(http));
            Files.writeString(profile.resolve("cert_override.txt"), accepted(certificate, ports));
            Process screen =
                    new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String number = screen.inputReader(StandardCharsets.US_ASCII).readLine();
            Thunderbird started = new Thunderbird(profile, ":" + number);
            started.processes.add(screen);
            started.run("openbox");
            started.run(
                    "dbus-run-session",
                    "--",
                    "thunderbird",
                    "--no-remote",
                    "--profile",
                    profile.toString());
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String preferences(int http) {
        return """
        user_pref("network.proxy.type", 1);
        user_pref("network.proxy.http", "127.0.0.1");
        user_pref("network.proxy.http_port", %d);
        user_pref("network.proxy.no_proxies_on", "");
        user_pref("mail.shell.checkDefaultClient", false);
        user_pref("mail.rights.version", 1);
        user_pref("mailnews.start_page.enabled", false);
        user_pref("mail.inappnotifications.enabled", false);
        user_pref("mailnews.nav_crosses_folders", 0);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("app.update.enabled", false);
        user_pref("ui.caretBlinkTime", 0);
        user_pref("ui.prefersReducedMotion", 1);
        """
                .formatted(http);
    }

    /** The file in which Thunderbird remembers certificates that its user has accepted. */
    private static String accepted(Path certificate, List<Integer> ports) throws IOException {
        StringBuilder lines = new StringBuilder("# PSM Certificate Override Settings file\n");
        String digest = digest(certificate);
        for (int port : ports) {
            lines.append(
                    "localhost:%d:\tOID.2.16.840.1.101.3.4.2.1\t%s\t\n".formatted(port, digest));
        }
        return lines.toString();
    }

    private static String digest(Path certificate) throws IOException {
        try (var in = Files.newInputStream(certificate)) {
            byte[] octets =
                    CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded();
            return HexFormat.ofDelimiter(":")
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void run(String... command) throws IOException {
        processes.add(
                builder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        profile.resolve("output.log").toFile()))
                        .start());
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DISPLAY", display);
        builder.environment().put("HOME", profile.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("XAUTHORITY");
        return builder;
    }

    /** Types a text. */
    void type(String text) {
        xdotool("type", "--delay", "30", text);
    }

    /** Presses a key, as {@code xdotool} names it. */
    void press(String key) {
        xdotool("key", key);
    }

    /** Clicks at a place of the screen. */
    void click(int x, int y) {
        xdotool("mousemove", Integer.toString(x), Integer.toString(y), "click", "1");
    }

    /** Whether a window's title has this text. */
    boolean shows(String title) {
        return !xdotool("search", "--onlyvisible", "--name", title).isBlank();
    }

    private String xdotool(String... arguments) {
        List<String> command = new ArrayList<>(List.of("xdotool"));
        command.addAll(List.of(arguments));
        return new String(output(command.toArray(String[]::new)), StandardCharsets.UTF_8);
    }

    private byte[] output(String... command) {
        try {
            Process process =
                    builder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            byte[] output = process.getInputStream().readAllBytes();
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a window is there and the screen stays as it is, and keeps a picture of it. */
    void awaitStill(String step) {
        Awaitility.await(step + ": a window")
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> shows("Thunderbird"));
        byte[][] last = {new byte[0]};
        int[] same = {0};
        Awaitility.await(step + ": a screen that stays as it is")
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> {
                    byte[] picture = output("import", "-window", "root", "bmp:-");
                    same[0] = Arrays.equals(picture, last[0]) ? same[0] + 1 : 0;
                    last[0] = picture;
                    return same[0] >= SAME_LOOKS;
                });
        keepPicture(step);
    }

    /** Keeps a picture of the screen beside the profile. */
    void keepPicture(String step) {
        Path file = profile.resolveSibling(step.toLowerCase(Locale.ROOT) + ".png");
        output("import", "-window", "root", file.toString());
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
