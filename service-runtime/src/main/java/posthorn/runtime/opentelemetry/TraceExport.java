package posthorn.runtime.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.tracing.Tracing;
import posthorn.runtime.tracing.TracingSettings;
import posthorn.runtime.tracing.Tracings;

/**
 * Sends the spans of all services in this process, from one thread and one queue with a bound:
 * whoever ends a span never waits, and a receiver that is away costs spans and nothing else.
 */
@Singleton
public final class TraceExport implements Tracings {

    private static final String SCOPE = "posthorn";
    private static final int MOST_ATTRIBUTES = 32;
    private static final int BATCH = 512;
    private static final int LAST_WITHIN_SECONDS = 2;

    private final @Nullable SpanProcessor processor;
    private final Sampler sampler;
    private final String instance;
    private final Map<String, Tracing> services = new ConcurrentHashMap<>();

    @Inject
    TraceExport(TracingSettings settings) {
        TracingSettings.check(settings);
        this.processor = settings.endpoint().map(to -> processor(settings, to)).orElse(null);
        this.sampler = Sampler.parentBased(Sampler.traceIdRatioBased(settings.ratio()));
        this.instance = UUID.randomUUID().toString();
    }

    private static SpanProcessor processor(TracingSettings settings, String endpoint) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint)
                        .setCompression("gzip")
                        .setTimeout(settings.timeout());
        settings.headersFile().ifPresent(file -> headers(file).forEach(exporter::addHeader));
        settings.trustedCertificates()
                .ifPresent(file -> exporter.setTrustedCertificates(trusted(file)));
        return BatchSpanProcessor.builder(exporter.build())
                .setMaxQueueSize(settings.queue())
                .setMaxExportBatchSize(Math.min(BATCH, settings.queue()))
                .setScheduleDelay(settings.sendEvery())
                .setExporterTimeout(settings.timeout())
                .build();
    }

    private static Map<String, String> headers(Path file) {
        String key = "posthorn.tracing.headers-file";
        Map<String, String> headers = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    headers.put(
                            line.substring(0, colon).strip(), line.substring(colon + 1).strip());
                } else if (!line.isBlank()) {
                    throw new BadSetting(key, "each line has to be name: value");
                }
            }
        } catch (IOException e) {
            throw new BadSetting(key, "is " + file + ", which cannot be read");
        }
        return headers;
    }

    private static byte[] trusted(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadSetting(
                    "posthorn.tracing.trusted-certificates",
                    "is " + file + ", which cannot be read");
        }
    }

    @Override
    public Tracing of(String service) {
        SpanProcessor to = processor;
        return to == null
                ? Tracing.OFF
                : services.computeIfAbsent(service, name -> tracing(name, to));
    }

    private Tracing tracing(String service, SpanProcessor to) {
        Attributes resource =
                Attributes.builder()
                        .put("service.name", service)
                        .put("service.namespace", SCOPE)
                        .put("service.instance.id", instance)
                        .build();
        SdkTracerProvider provider =
                SdkTracerProvider.builder()
                        .setResource(Resource.create(resource))
                        .setSampler(sampler)
                        .setSpanLimits(
                                SpanLimits.builder()
                                        .setMaxNumberOfAttributes(MOST_ATTRIBUTES)
                                        .build())
                        .addSpanProcessor(to)
                        .build();
        return new ServiceTracing(provider.get(SCOPE), InstantSource.system());
    }

    /** What waits goes out, if that is soon. */
    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        SpanProcessor to = processor;
        if (to != null) {
            to.shutdown().join(LAST_WITHIN_SECONDS, TimeUnit.SECONDS);
        }
    }
}
