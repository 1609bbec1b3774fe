package posthorn.e2e.image;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import posthorn.e2e.system.Installation;
import posthorn.e2e.system.JavaProcess;
import posthorn.e2e.system.MailSystem;
import posthorn.e2e.system.ProcessSystem;
import posthorn.e2e.system.ProcessSystem.Service;
import posthorn.e2e.system.StandaloneSystem;

/**
 * Runs every application from the files of its image. The arguments: {@code train} or {@code
 * check}, the folder that {@code deploy/image/build} makes, an empty folder for data, and which:
 * {@code services}, {@code standalone}, or nothing for both.
 */
public final class ImageRun {

    /** An AOT cache is put together when the process ends: half a minute of one core. */
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final Installation installation;
    private final List<String> settings;
    private final Path data;

    private ImageRun(boolean training, Path image, Path data) {
        this.installation =
                Installation.ofImages(image, training ? "-XX:AOTCacheOutput" : "-XX:AOTCache");
        this.data = data;
        List<String> all = new ArrayList<>(MailSystem.WITHOUT_LIMITS);
        if (!training) {
            // Without a cache that fits a process does not start.
            all.add("-XX:AOTMode=on");
        }
        this.settings = List.copyOf(all);
    }

    /** Ends with an exception, and says why, when an application does not start or work. */
    public static void main(String[] args) throws Exception {
        if (args.length < 3 || !List.of("train", "check").contains(args[0])) {
            System.err.println(
                    "wanted: train|check IMAGE-FOLDER DATA-FOLDER [services|standalone]");
            System.exit(2);
        }
        ImageRun run = new ImageRun(args[0].equals("train"), Path.of(args[1]), Path.of(args[2]));
        String which = args.length > 3 ? args[3] : "";
        if (!which.equals("standalone")) {
            run.services();
        }
        if (!which.equals("services")) {
            run.standalone();
        }
        System.exit(0);
    }

    private List<String> settings(Outside outside) {
        return Stream.concat(settings.stream(), outside.settings().stream()).toList();
    }

    private void services() throws Exception {
        try (Outside outside = Outside.start(data.resolve("mail of services"));
                ProcessSystem system =
                        ProcessSystem.start(
                                data.resolve("services"), 1, installation, settings(outside))) {
            new SmallWorkload(system).run();
            outside.awaitMail();
            for (Service service : Service.values()) {
                stop(service.toString(), system.process(service, 0));
            }
        }
    }

    private void standalone() throws Exception {
        try (Outside outside = Outside.start(data.resolve("mail of standalone"));
                StandaloneSystem system =
                        StandaloneSystem.startOptimized(
                                data.resolve("standalone"), installation, settings(outside))) {
            new SmallWorkload(system).run();
            outside.awaitMail();
            stop("standalone", system.process());
        }
    }

    private static void stop(String name, JavaProcess process) {
        int code = process.stop(PATIENCE);
        System.out.println(name + " has ended with " + code);
        if (code != 0 && code != 143) {
            throw new IllegalStateException(name + " ended with " + code);
        }
    }
}
