package posthorn.runtime.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.Hostname;
import posthorn.runtime.settings.PosthornSettings;

/**
 * The certificate and key that this server shows. Files are looked at once a minute; when they have
 * changed, whoever asked with {@link #onChange} gets the new ones, on an event loop.
 */
@Singleton
public final class TlsMaterial {

    /** Protocol versions that are spoken, and no others. */
    public static final List<String> VERSIONS = List.of("TLSv1.2", "TLSv1.3");

    private static final Logger LOG = Logger.getLogger(TlsMaterial.class);
    private static final long LOOK_EVERY_MILLIS = 60_000;

    private final List<Consumer<PemKeyCertOptions>> listeners = new CopyOnWriteArrayList<>();
    private final PosthornSettings.Tls settings;
    private volatile PemKeyCertOptions current;

    @Inject
    TlsMaterial(PosthornSettings settings, Hostname hostname, Vertx vertx) {
        this.settings = settings.tls();
        check(this.settings);
        if (this.settings.certificate().isPresent()) {
            current = readFiles();
            vertx.setPeriodic(LOOK_EVERY_MILLIS, timer -> vertx.executeBlocking(this::look, false));
        } else {
            LOG.warnf(
                    "posthorn.tls.certificate is not set: clients get a self-signed certificate for %s",
                    hostname.name());
            SelfSigned made = SelfSigned.create(hostname.name(), Instant.now());
            current = options(Buffer.buffer(made.certificate()), Buffer.buffer(made.key()));
        }
    }

    /** Refuses files that cannot be read or are no PEM, and one without the other. */
    public static void check(PosthornSettings.Tls settings) {
        if (settings.certificate().isPresent() != settings.key().isPresent()) {
            throw new BadSetting(
                    "posthorn.tls.certificate",
                    "set posthorn.tls.certificate and posthorn.tls.key both, or neither");
        }
        settings.certificate().ifPresent(file -> read("posthorn.tls.certificate", file));
        settings.key().ifPresent(file -> read("posthorn.tls.key", file));
    }

    /** What to show now. */
    public PemKeyCertOptions current() {
        return current;
    }

    /** Calls {@code listener} with the new certificate and key each time they have changed. */
    public void onChange(Consumer<PemKeyCertOptions> listener) {
        listeners.add(listener);
    }

    private Boolean look() {
        try {
            PemKeyCertOptions read = readFiles();
            if (!read.getCertValues().equals(current.getCertValues())
                    || !read.getKeyValues().equals(current.getKeyValues())) {
                current = read;
                LOG.info("certificate and key have changed and are in use");
                listeners.forEach(listener -> listener.accept(read));
            }
            return true;
        } catch (BadSetting e) {
            LOG.errorf("the certificate in use stays: %s", e.getMessage());
            return false;
        } catch (RuntimeException | Error e) {
            LOG.error("certificate and key could not be looked at; that is tried again", e);
            return false;
        }
    }

    private PemKeyCertOptions readFiles() {
        return options(
                read("posthorn.tls.certificate", settings.certificate().orElseThrow()),
                read("posthorn.tls.key", settings.key().orElseThrow()));
    }

    private static PemKeyCertOptions options(Buffer certificate, Buffer key) {
        return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
    }

    private static Buffer read(String key, Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN")) {
                throw new BadSetting(key, file + " is not in PEM form");
            }
            return Buffer.buffer(bytes);
        } catch (IOException e) {
            throw new BadSetting(key, "is " + file + ", which cannot be read");
        }
    }
}
