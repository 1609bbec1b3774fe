package posthorn.mailbox.account;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The account knows the language and nothing else: no framework, no I/O, no thread, no clock. */
class AccountPurityTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("posthorn.mailbox.account");

    @Test
    void thereIsSomethingToLookAt() {
        assertTrue(CLASSES.size() > 100, "classes: " + CLASSES.size());
    }

    @Test
    void theAccountIsPure() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "posthorn.mailbox.account..",
                        "java.lang",
                        "java.lang.runtime",
                        "java.lang.invoke",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.util.zip",
                        "java.util.concurrent",
                        "java.time",
                        "java.text",
                        "java.nio",
                        "java.nio.charset",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void nothingWaitsOrAsksForTheTime() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(CLASSES);
    }

    @Test
    void theStateKnowsNeitherLogNorCheckpoint() {
        noClasses()
                .that()
                .resideInAnyPackage("posthorn.mailbox.account", "posthorn.mailbox.account.columns")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "posthorn.mailbox.account.log", "posthorn.mailbox.account.checkpoint")
                .check(CLASSES);
    }
}
