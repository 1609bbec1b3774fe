package posthorn.e2e.sink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Self-signed certificates of sinks, made by the JDK's keytool: one for each name in a process. */
final class SinkCertificate {
    private static final String PASSWORD = "not-secret";
    private static final Map<String, SSLContext> CONTEXTS = new ConcurrentHashMap<>();

    private SinkCertificate() {}

    /** TLS context with the certificate for the name. */
    static SSLContext context(String hostname) {
        return CONTEXTS.computeIfAbsent(hostname, SinkCertificate::newContext);
    }

    private static SSLContext newContext(String hostname) {
        try {
            Path folder = Files.createTempDirectory("sink");
            Path file = folder.resolve("sink.p12");
            make(file, hostname);
            SSLContext context = read(file);
            Files.delete(file);
            Files.delete(folder);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the certificate that keytool made", e);
        }
    }

    private static void make(Path file, String hostname) throws IOException {
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-J-XX:TieredStopAtLevel=1",
                                        "-genkeypair",
                                        "-alias",
                                        "sink",
                                        "-keyalg",
                                        "EC",
                                        "-groupname",
                                        "secp256r1",
                                        "-dname",
                                        "CN=" + hostname,
                                        "-validity",
                                        "30",
                                        "-storetype",
                                        "PKCS12",
                                        "-storepass",
                                        PASSWORD,
                                        "-keystore",
                                        file.toString()))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
    }
}
