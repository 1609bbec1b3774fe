package posthorn.e2e.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.Issuer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PriorityClass;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Models of all resources that the chart makes, which refuse what they do not know. Kubernetes' own
 * kinds are read twice, by fabric8's models and by those of Kubernetes' Java client: each has seen
 * mistakes that the other let pass. For ScaledObject and MongoDBCommunity nobody publishes a model:
 * {@link ScaledObject} and {@link MongoDbCommunity} have the fields that we use.
 */
final class Models {

    private static final ObjectMapper STRICT =
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .setAnnotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                // Unknown fields have no place to go to.
                                @Override
                                public @Nullable Boolean hasAnySetter(Annotated annotated) {
                                    return false;
                                }
                            });

    /** By {@code apiVersion kind}. */
    private static final Map<String, Class<?>> FABRIC8 =
            Map.ofEntries(
                    Map.entry("v1 ConfigMap", ConfigMap.class),
                    Map.entry("v1 Pod", Pod.class),
                    Map.entry("v1 Service", Service.class),
                    Map.entry("v1 ServiceAccount", ServiceAccount.class),
                    Map.entry("apps/v1 Deployment", Deployment.class),
                    Map.entry(
                            "autoscaling/v2 HorizontalPodAutoscaler",
                            HorizontalPodAutoscaler.class),
                    Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
                    Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
                    Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
                    Map.entry("scheduling.k8s.io/v1 PriorityClass", PriorityClass.class),
                    Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
                    Map.entry("cert-manager.io/v1 Certificate", Certificate.class),
                    Map.entry("cert-manager.io/v1 Issuer", Issuer.class),
                    Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
                    Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
                    Map.entry("kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class),
                    Map.entry("kafka.strimzi.io/v1 KafkaUser", KafkaUser.class),
                    Map.entry("keda.sh/v1alpha1 ScaledObject", ScaledObject.class),
                    Map.entry(
                            "mongodbcommunity.mongodb.com/v1 MongoDBCommunity",
                            MongoDbCommunity.class));

    /** Kubernetes' own kinds, by {@code apiVersion kind}. */
    private static final Map<String, Validation> KUBERNETES =
            Map.of(
                    "v1 ConfigMap", V1ConfigMap::validateJsonElement,
                    "v1 Pod", V1Pod::validateJsonElement,
                    "v1 Service", V1Service::validateJsonElement,
                    "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
                    "apps/v1 Deployment", V1Deployment::validateJsonElement,
                    "autoscaling/v2 HorizontalPodAutoscaler",
                            V2HorizontalPodAutoscaler::validateJsonElement,
                    "networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement,
                    "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement,
                    "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
                    "scheduling.k8s.io/v1 PriorityClass", V1PriorityClass::validateJsonElement);

    private interface Validation {
        void validate(JsonElement element) throws IOException;
    }

    private Models() {}

    /**
     * What is wrong with a document; empty: nothing.
     *
     * @throws IllegalStateException when there is no model of its kind
     */
    static List<String> problems(Document document) {
        String kind = document.apiVersion() + " " + document.kind();
        Class<?> model = FABRIC8.get(kind);
        if (model == null) {
            throw new IllegalStateException("no model of " + kind);
        }
        List<String> problems = new ArrayList<>();
        try {
            STRICT.treeToValue(document.node(), model);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            problems.add(document.id() + ": " + e.getMessage());
        }
        Validation validation = KUBERNETES.get(kind);
        if (validation != null) {
            try {
                validation.validate(JsonParser.parseString(document.node().toString()));
            } catch (IOException | IllegalArgumentException e) {
                problems.add(document.id() + ": " + e.getMessage());
            }
        }
        return problems;
    }
}
