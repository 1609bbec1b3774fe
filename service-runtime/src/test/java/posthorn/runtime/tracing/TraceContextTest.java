package posthorn.runtime.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String FIELD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void aFieldSaysTraceSpanAndWhetherItIsRecorded() {
        TraceContext context = TraceContext.parse(FIELD);
        assertEquals("0af7651916cd43dd8448eb211c80319c", context.traceId());
        assertEquals("b7ad6b7169203331", context.spanId());
        assertTrue(context.sampled());
        assertFalse(TraceContext.parse(FIELD.replaceAll("01$", "00")).sampled());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0af7651916cd43dd8448eb211c80319c\r\n7ad6b7169203331-01"
            })
    void whatIsNotInTheFormIsNoTrace(String field) {
        assertSame(TraceContext.NONE, TraceContext.parse(field));
    }

    /** What a message passes while nothing is traced. */
    @Test
    void nothingIsAllocatedWhileTracingIsOff() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work(100_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        work(100_000);
        long octets = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(octets < 100_000, () -> octets + " octets");
    }

    private static void work(int times) {
        for (int i = 0; i < times; i++) {
            Span around = Tracing.OFF.begin("x", SpanKind.SERVER, TraceContext.NONE);
            Span span = Span.current().child("y", SpanKind.CLIENT);
            span.set("posthorn.message.recipients", i);
            around.set("posthorn.listener", "mx");
            if (span.context().exists()) {
                throw new AssertionError();
            }
            span.end();
            around.end();
        }
    }
}
