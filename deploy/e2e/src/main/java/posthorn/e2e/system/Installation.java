package posthorn.e2e.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the applications lie that a system is started from, and the Java that runs them. Each has
 * its options of java beside it, in {@code jvm.options}.
 */
public final class Installation {

    private static final String STANDALONE = "standalone";

    private final Path java;
    private final Path folder;
    private final boolean image;
    private final String cache;

    private Installation(Path java, Path folder, boolean image, String cache) {
        this.java = java;
        this.folder = folder;
        this.image = image;
        this.cache = cache;
    }

    /**
     * As Maven builds them, seen from a module of {@code deploy}; the Java is that of the tests.
     */
    public static Installation built() {
        return new Installation(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of("..", ".."),
                false,
                "");
    }

    /**
     * As they lie in images: what {@code deploy/image/build} has made.
     *
     * @param cache option of java that says what is done with the AOT cache, without its value:
     *     {@code -XX:AOTCache} reads it, {@code -XX:AOTCacheOutput} writes it when the process ends
     */
    public static Installation ofImages(Path folder, String cache) {
        return new Installation(folder.resolve("java/bin/java"), folder, true, cache);
    }

    Path java() {
        return java;
    }

    /** Arguments of java that come before all others. */
    List<String> options(String module) {
        List<String> options = new ArrayList<>();
        options.add("@" + home(module).resolve("jvm.options"));
        if (!cache.isEmpty()) {
            options.add(cache + "=" + home(module).resolve("posthorn.aot"));
        }
        return options;
    }

    /** Arguments of java that come behind all others. */
    List<String> application(String module) {
        Path application = image ? home(module) : home(module).resolve("target/quarkus-app");
        return List.of("-jar", application.resolve("quarkus-run.jar").toString());
    }

    private Path home(String module) {
        if (!image && module.equals(STANDALONE)) {
            return folder.resolve("deploy").resolve(module);
        }
        return folder.resolve(module);
    }
}
