package posthorn.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What two parties agree on knows no I/O and no framework; records of the wire are in one room. */
class PurityTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("posthorn.protocol");

    @Test
    void thereIsSomethingToLookAt() {
        assertTrue(CLASSES.size() > 100, "classes: " + CLASSES.size());
    }

    @Test
    void onlyTheWireMayUseMoreThanTheLanguage() {
        classes()
                .that()
                .resideOutsideOfPackage("posthorn.protocol.wire..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "posthorn.protocol..",
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.text..",
                        "java.math..",
                        "java.nio",
                        "java.nio.charset..",
                        "java.io",
                        "java.net",
                        "java.security..",
                        "javax.crypto..",
                        "javax.security.auth.x500",
                        "org.jspecify.annotations..")
                .check(CLASSES);
    }

    @Test
    void onlyTheWireKnowsTheWire() {
        noClasses()
                .that()
                .resideOutsideOfPackage("posthorn.protocol.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("posthorn.protocol.wire..")
                .check(CLASSES);
    }

    @Test
    void onlySignaturesCertificatesAndRewrittenSendersKnowCryptography() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "posthorn.protocol.dkim..",
                        "posthorn.protocol.dane..",
                        "posthorn.protocol.srs..",
                        "posthorn.protocol.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.security..", "javax.crypto..")
                .check(CLASSES);
    }

    @Test
    void nothingIsLeftToChance() {
        noClasses()
                .that()
                .resideOutsideOfPackage("posthorn.protocol.wire..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.(security\\.(SecureRandom|KeyPairGenerator)|util\\.Random)")
                .check(CLASSES);
    }

    @Test
    void nothingOpensAFileOrASocket() {
        noClasses()
                .that()
                .resideOutsideOfPackage("posthorn.protocol.wire..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.(net\\.(.*Socket.*|URL.*)|io\\.(File.*|RandomAccessFile)|lang\\.Thread)")
                .check(CLASSES);
    }

    @Test
    void nothingLooksUpAName() {
        noClasses()
                .should()
                .callMethod(InetAddress.class, "getByName", String.class)
                .orShould()
                .callMethod(InetAddress.class, "getAllByName", String.class)
                .orShould()
                .callMethod(InetAddress.class, "getLocalHost")
                .orShould()
                .callMethod(InetAddress.class, "getCanonicalHostName")
                .check(CLASSES);
    }

    @Test
    void roomsDoNotDependOnEachOtherInCircles() {
        slices().matching("posthorn.protocol.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages =
                CLASSES.stream()
                        .map(type -> type.getPackageName())
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> marked =
                CLASSES.stream()
                        .filter(type -> type.getSimpleName().equals("package-info"))
                        .filter(type -> type.isAnnotatedWith(NullMarked.class))
                        .map(type -> type.getPackageName())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(packages, marked);
    }
}
