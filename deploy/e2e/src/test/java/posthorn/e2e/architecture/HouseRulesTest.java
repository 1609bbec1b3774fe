package posthorn.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HouseRulesTest {

    private static final List<String> SERVICES =
            List.of("ingress", "delivery", "mailbox", "access");

    private static JavaClasses house = new ClassFileImporter().importClasses();

    @BeforeAll
    static void importAllRooms() {
        house =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("posthorn");
        for (String service : SERVICES) {
            assertTrue(
                    house.stream()
                            .anyMatch(c -> c.getPackageName().startsWith("posthorn." + service)),
                    service + " was not imported");
        }
    }

    @Test
    void aServiceKnowsNoOtherService() {
        for (String one : SERVICES) {
            for (String other : SERVICES) {
                if (!one.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("posthorn." + one + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("posthorn." + other + "..")
                            .check(house);
                }
            }
        }
    }

    @Test
    void aTechnologyShowsInItsPackageName() {
        only("org.apache.kafka..", "posthorn..kafka..");
        only("com.mongodb..", "posthorn..mongo..");
        only("jakarta.ws.rs..", "posthorn..rest..", "posthorn..http..");
        only("io.grpc..", "posthorn..grpc..", "posthorn..api..", "posthorn.protocol.wire..");
        only("org.apache.lucene..", "posthorn..search..");
    }

    private static void only(String technology, String... rooms) {
        noClasses()
                .that()
                .resideInAPackage("posthorn..")
                .and()
                .resideOutsideOfPackages(rooms)
                .and()
                .resideOutsideOfPackages(
                        "posthorn.standalone..", "posthorn.e2e..", "posthorn.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(technology)
                .check(house);
    }

    @Test
    void theProtocolKnowsNoService() {
        noClasses()
                .that()
                .resideInAPackage("posthorn.protocol..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "posthorn.runtime..",
                        "posthorn.ingress..",
                        "posthorn.delivery..",
                        "posthorn.mailbox..",
                        "posthorn.access..")
                .check(house);
    }

    @Test
    void everyPackageSaysThatNothingIsNullUnlessMarked() {
        TreeSet<String> unmarked = new TreeSet<>();
        for (JavaClass type : house) {
            JavaPackage room = type.getPackage();
            if (!room.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(room.getName());
            }
        }
        assertEquals(new TreeSet<String>(), unmarked);
    }
}
