package posthorn.runtime.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import posthorn.runtime.tracing.NoSpan;
import posthorn.runtime.tracing.Span;
import posthorn.runtime.tracing.SpanKind;
import posthorn.runtime.tracing.TraceContext;
import posthorn.runtime.tracing.Tracing;
import posthorn.runtime.tracing.TracingSettings;

/** What is sent, and how much of it. */
class TraceExportTest {

    private static final String FIELD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0";

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer receiver;

    private record Settings(Optional<String> endpoint, double ratio) implements TracingSettings {
        @Override
        public int queue() {
            return 100;
        }

        @Override
        public Duration sendEvery() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Optional<Path> headersFile() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> trustedCertificates() {
            return Optional.empty();
        }
    }

    @BeforeEach
    void receive() throws IOException {
        receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        requests.incrementAndGet();
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private TraceExport export(double ratio) {
        String endpoint = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces";
        return new TraceExport(new Settings(Optional.of(endpoint), ratio));
    }

    @Test
    void withoutAReceiverNothingBegins() {
        Tracing off = new TraceExport(new Settings(Optional.empty(), 1)).of("x");
        assertSame(Tracing.OFF, off);
        assertSame(NoSpan.ONLY, off.begin("a", SpanKind.SERVER, TraceContext.parse(FIELD + "1")));
    }

    @Test
    void whatIsRecordedIsSentAtTheEndAtTheLatest() {
        TraceExport export = export(1);
        export.of("x").begin("a", SpanKind.SERVER, TraceContext.NONE).end();
        export.stop(new ShutdownEvent());
        assertEquals(1, requests.get());
    }

    @Test
    void ofNoneNothingIsSentButOthersAreToldSo() {
        TraceExport export = export(0);
        Tracing tracing = export.of("x");
        Span span = tracing.begin("a", SpanKind.SERVER, TraceContext.NONE);
        assertTrue(span.context().exists());
        Span child = span.child("b", SpanKind.CLIENT);
        assertEquals(span.context().traceId(), child.context().traceId());
        assertTrue(!child.context().sampled());
        child.end();
        span.end();
        tracing.begin("c", SpanKind.SERVER, TraceContext.parse(FIELD + "0")).end();
        assertSame(
                NoSpan.ONLY,
                tracing.begun(
                        "d", SpanKind.SERVER, TraceContext.parse(FIELD + "0"), Duration.ZERO));
        assertSame(
                NoSpan.ONLY, tracing.begun("e", SpanKind.SERVER, TraceContext.NONE, Duration.ZERO));
        export.stop(new ShutdownEvent());
        assertEquals(0, requests.get());
    }

    @Test
    void whoeverBeganTheTraceDecides() {
        TraceExport export = export(0);
        TraceContext parent = TraceContext.parse(FIELD + "1");
        Span span = export.of("x").begin("a", SpanKind.SERVER, parent);
        assertEquals(parent.traceId(), span.context().traceId());
        assertTrue(span.context().sampled());
        span.end();
        Span late = export.of("y").begun("b", SpanKind.SERVER, parent, Duration.ofSeconds(1));
        assertEquals(parent.traceId(), late.context().traceId());
        late.end();
        export.stop(new ShutdownEvent());
        assertEquals(1, requests.get());
    }

    @Test
    void spansAreCurrentForTheTimeOfACallOnly() {
        TraceExport export = export(1);
        Span span = export.of("x").begin("a", SpanKind.SERVER, TraceContext.NONE);
        assertSame(span, span.call(Span::current));
        assertSame(NoSpan.ONLY, Span.current());
        export.stop(new ShutdownEvent());
    }

    @Test
    void nobodyWaitsForAReceiverThatIsAway() {
        receiver.stop(0);
        TraceExport export = export(1);
        Tracing tracing = export.of("x");
        long began = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            tracing.begin("a", SpanKind.SERVER, TraceContext.NONE).end();
        }
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(5).toNanos());
        export.stop(new ShutdownEvent());
    }
}
