package posthorn.runtime.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Decides for traces that begin: what names a recorded trace as its cause is recorded, of the rest
 * a part.
 *
 * @param rest decides where there is no cause
 */
record LinkedSampler(Sampler rest) implements Sampler {

    @Override
    public SamplingResult shouldSample(
            Context parent,
            String traceId,
            String name,
            SpanKind kind,
            Attributes attributes,
            List<LinkData> links) {
        return links.isEmpty()
                ? rest.shouldSample(parent, traceId, name, kind, attributes, links)
                : SamplingResult.recordAndSample();
    }

    @Override
    public String getDescription() {
        return "Linked{" + rest.getDescription() + "}";
    }
}
