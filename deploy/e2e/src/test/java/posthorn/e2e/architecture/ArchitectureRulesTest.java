package posthorn.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Closeable;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureRulesTest {

    /** Packages of each service, below {@code posthorn}. */
    private static final Map<String, List<String>> SERVICES =
            Map.of(
                    "smtp-ingress", List.of("posthorn.ingress"),
                    "delivery-worker", List.of("posthorn.delivery"),
                    "mailbox-api", List.of("posthorn.mailbox"),
                    "imap-pop-frontend",
                            List.of("posthorn.frontend", "posthorn.imap", "posthorn.pop3"));

    private static final String SAMPLE = "open sesame";
    private static final Pattern SECRET_NAME =
            Pattern.compile(".*(password|secret)", Pattern.CASE_INSENSITIVE);
    private static JavaClasses house = new ClassFileImporter().importClasses();

    @BeforeAll
    static void importAllRooms() {
        house =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("posthorn");
        for (String room : packages().toList()) {
            assertTrue(
                    house.stream().anyMatch(c -> c.getPackageName().startsWith(room)),
                    room + " was not imported");
        }
    }

    @Test
    void aServiceKnowsNoOtherService() {
        for (List<String> one : SERVICES.values()) {
            for (List<String> other : SERVICES.values()) {
                if (!one.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAnyPackage(below(one))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(below(other))
                            .check(house);
                }
            }
        }
    }

    private static Stream<String> packages() {
        return SERVICES.values().stream().flatMap(List::stream);
    }

    private static String[] below(List<String> rooms) {
        return rooms.stream().map(room -> room + "..").toArray(String[]::new);
    }

    @Test
    void aTechnologyShowsInItsPackageName() {
        only("org.apache.kafka..", "posthorn..kafka..");
        only("com.mongodb..", "posthorn..mongo..");
        only("jakarta.ws.rs..", "posthorn..rest..", "posthorn..http..");
        only("io.grpc..", "posthorn..grpc..", "posthorn..api..", "posthorn.protocol.wire..");
        only("org.apache.lucene..", "posthorn..search..");
    }

    /** So that all of them are encrypted, sign in and follow changed secrets in the same way. */
    @Test
    void clientsOfKafkaAreMadeInOnePlace() {
        noClasses()
                .that()
                .resideInAPackage("posthorn..")
                .and()
                .resideOutsideOfPackages("posthorn.runtime.kafka", "posthorn.e2e..")
                .should()
                .callConstructorWhere(
                        describe(
                                "it makes a client of Kafka",
                                call ->
                                        call.getTargetOwner()
                                                        .getPackageName()
                                                        .startsWith("org.apache.kafka.clients.")
                                                && call.getTargetOwner()
                                                        .isAssignableTo(Closeable.class)))
                .orShould()
                .callMethod(Admin.class, "create", Map.class)
                .check(house);
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
                        below(Stream.concat(Stream.of("posthorn.runtime"), packages()).toList()))
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

    /** What prints itself ends in a log one day. */
    @Test
    void noRecordPrintsAPassword() {
        TreeSet<String> seen = new TreeSet<>();
        TreeSet<String> telling = new TreeSet<>();
        for (JavaClass type : house) {
            Class<?> record = product(type) ? type.reflect() : Object.class;
            if (record.isRecord()
                    && Arrays.stream(record.getRecordComponents())
                            .anyMatch(ArchitectureRulesTest::secret)) {
                seen.add(type.getSimpleName());
                if (filled(record).toString().contains(SAMPLE)) {
                    telling.add(type.getName());
                }
            }
        }
        assertTrue(
                seen.containsAll(List.of("NewPassword", "Credentials", "Login")), () -> "" + seen);
        assertEquals(new TreeSet<String>(), telling);
    }

    private static boolean product(JavaClass type) {
        return type.isRecord()
                && !type.getPackageName().startsWith("posthorn.e2e")
                && !type.getPackageName().startsWith("posthorn.protocol.wire");
    }

    private static boolean secret(RecordComponent component) {
        return component.getType() == String.class
                && SECRET_NAME.matcher(component.getName()).matches();
    }

    private static @Nullable Object sample(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        return secret(component) ? SAMPLE : Array.get(Array.newInstance(type, 1), 0);
    }

    /** A record whose secrets are the sample and whose numbers are 1; all else is nothing. */
    private static Object filled(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components).map(ArchitectureRulesTest::sample).toArray();
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot fill " + record, e);
        }
    }
}
