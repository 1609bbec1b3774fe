package posthorn.delivery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The cores stay pure, and a technology shows in the name of its room alone. */
class PurityTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("posthorn.delivery");

    @Test
    void coresKnowTheLanguageAndTheProtocolOnly() {
        classes()
                .that()
                .resideInAnyPackage(
                        "posthorn.delivery.queue",
                        "posthorn.delivery.policy",
                        "posthorn.delivery.notification",
                        "posthorn.delivery.trace",
                        "posthorn.delivery.ledger",
                        "posthorn.delivery.dispatch",
                        "posthorn.delivery.signing",
                        "posthorn.delivery.pace",
                        "posthorn.delivery.client")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.random",
                        "java.util.stream",
                        "java.time..",
                        "java.nio.charset",
                        "java.io",
                        "com.google.protobuf",
                        "org.jspecify.annotations",
                        "posthorn.protocol..",
                        "posthorn.delivery.queue",
                        "posthorn.delivery.policy",
                        "posthorn.delivery.notification",
                        "posthorn.delivery.trace",
                        "posthorn.delivery.ledger",
                        "posthorn.delivery.dispatch",
                        "posthorn.delivery.signing",
                        "posthorn.delivery.pace",
                        "posthorn.delivery.client")
                .check(CLASSES);
    }

    @Test
    void queueKnowsNeitherPolicyNorDispatchAndPolicyNotDispatch() {
        layer("posthorn.delivery.queue", "policy", "notification", "dispatch", "client");
        layer("posthorn.delivery.policy", "notification", "dispatch", "client");
        layer("posthorn.delivery.notification", "dispatch", "client");
    }

    private static void layer(String room, String... above) {
        for (String other : above) {
            noClasses()
                    .that()
                    .resideInAPackage(room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("posthorn.delivery." + other)
                    .check(CLASSES);
        }
    }

    @Test
    void technologiesKeepToTheirRooms() {
        only("com.mongodb..", "posthorn.delivery.mongo");
        only("org.apache.kafka..", "posthorn.delivery.kafka");
        only("io.grpc..", "posthorn.delivery.api", "posthorn.delivery.kafka");
        only("jakarta.ws.rs..", "posthorn.delivery.rest");
        only(
                "io.vertx..",
                "posthorn.delivery.relay",
                "posthorn.delivery.https",
                "posthorn.delivery");
    }

    private static void only(String technology, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .check(CLASSES);
    }
}
