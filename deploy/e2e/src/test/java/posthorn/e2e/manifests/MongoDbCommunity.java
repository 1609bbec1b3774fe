package posthorn.e2e.manifests;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;

/**
 * The resource of MongoDB's community operator, with the fields that the chart uses ({@code
 * mongodbcommunity.mongodbcommunity.mongodb.com}, 0.13).
 */
record MongoDbCommunity(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    record Spec(
            String type,
            int members,
            String version,
            Security security,
            List<User> users,
            StatefulSet statefulSet) {}

    record Security(Authentication authentication) {}

    record Authentication(List<String> modes) {}

    record User(
            String name,
            String db,
            Key passwordSecretRef,
            String connectionStringSecretName,
            String scramCredentialsSecretName,
            List<Role> roles) {}

    record Key(String name, String key) {}

    record Role(String db, String name) {}

    record StatefulSet(StatefulSetSpec spec) {}

    record StatefulSetSpec(
            PodTemplateSpec template, List<PersistentVolumeClaim> volumeClaimTemplates) {}
}
