package posthorn.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Each technology in its own room; what a query or an update means knows neither. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("posthorn.store");

    @Test
    void rocksIsSpokenInOneRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..rocks..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.rocksdb..")
                .check(CLASSES);
    }

    @Test
    void nettyIsSpokenInOneRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void meaningKnowsNeitherStorageNorNetwork() {
        noClasses()
                .that()
                .resideInAnyPackage("..bson..", "..query..", "..update..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..rocks..", "..command..", "..wire..", "java.nio.file..", "java.net..")
                .check(CLASSES);
    }

    @Test
    void storageKnowsNoCommandsAndNoNetwork() {
        noClasses()
                .that()
                .resideInAPackage("..rocks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..command..", "..wire..")
                .check(CLASSES);
    }
}
