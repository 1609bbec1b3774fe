package posthorn.e2e.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** KEDA's resource, with the fields that the chart uses ({@code scaledobjects.keda.sh}, 2.20). */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    record Spec(
            Target scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            @Nullable Fallback fallback,
            Advanced advanced,
            List<Trigger> triggers) {}

    record Target(String name) {}

    record Fallback(int failureThreshold, int replicas, String behavior) {}

    record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(String name, HorizontalPodAutoscalerBehavior behavior) {}

    /** All that a trigger is told is text. */
    record Trigger(
            String type, @Nullable String name, String metricType, Map<String, JsonNode> metadata) {
        Trigger {
            metadata.forEach((key, value) -> {
                if (!value.isTextual()) {
                    throw new IllegalArgumentException(key + " is no text: " + value);
                }
            });
        }
    }
}
