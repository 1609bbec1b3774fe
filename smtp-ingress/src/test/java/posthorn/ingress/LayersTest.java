package posthorn.ingress;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("posthorn.ingress");

    @Test
    void sessionIsPure() {
        classes()
                .that()
                .resideInAPackage("posthorn.ingress.session..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "posthorn.ingress.session..",
                        "posthorn.ingress.authentication..",
                        "posthorn.protocol.arc..",
                        "posthorn.protocol.auth..",
                        "posthorn.protocol.smtp..",
                        "posthorn.protocol.mime..",
                        "posthorn.protocol.sasl..",
                        "posthorn.protocol.signin..",
                        "posthorn.protocol.tls..",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream",
                        "java.text",
                        "java.math",
                        "java.util.concurrent.atomic",
                        "java.time..",
                        "java.nio",
                        "java.nio.charset",
                        "java.io",
                        "java.net",
                        "org.jspecify.annotations..")
                .check(CLASSES);
    }

    /** What is decided about a sender is decided without a name server, a clock or a framework. */
    @Test
    void checksOfSendersKnowDnsByItsPort() {
        noClasses()
                .that()
                .resideInAPackage("posthorn.ingress.authentication..")
                .and()
                .haveNameNotMatching(".*\\.DnsAuthentication.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "posthorn.runtime..",
                        "posthorn.ingress.session..",
                        "org.xbill..",
                        "io..",
                        "jakarta..")
                .check(CLASSES);
    }

    @Test
    void sessionOpensNoSocketAndNoFile() {
        noClasses()
                .that()
                .resideInAPackage("posthorn.ingress.session..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.net\\.(?!InetAddress).*|java\\.io\\.(File.*|RandomAccess.*)")
                .check(CLASSES);
    }

    @Test
    void sessionDoesNotLookAtTheClock() {
        noClasses()
                .that()
                .resideInAPackage("posthorn.ingress.session..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
    }

    @Test
    void eachTechnologyHasItsRoom() {
        only("io.vertx..", "posthorn.ingress.net..");
        only("org.apache.kafka..", "posthorn.ingress.kafka..");
        only("io.grpc..", "posthorn.ingress.api..");
    }

    private static void only(String technology, String room) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .check(CLASSES);
    }
}
