package posthorn.frontend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What may know what. */
final class PurityTest {

    private static final String[] PLAIN = {
        "java.lang..",
        "java.util..",
        "java.time..",
        "java.text..",
        "java.nio.charset..",
        "java.nio",
        "java.math..",
        "org.jspecify.annotations.."
    };

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("posthorn.frontend", "posthorn.imap", "posthorn.pop3");

    @Test
    void thePortKnowsTheProtocolAlone() {
        onlyKnows(
                "posthorn.frontend.store..",
                "posthorn.frontend.store..",
                "posthorn.protocol.mime..",
                "posthorn.protocol.sasl..",
                "posthorn.protocol.signin..");
    }

    @Test
    void theGrammarOfImapKnowsNumbersAlone() {
        onlyKnows(
                "posthorn.imap.grammar..", "posthorn.imap.grammar..", "posthorn.frontend.store..");
    }

    @Test
    void theImapSessionKnowsGrammarAndPort() {
        onlyKnows(
                "posthorn.imap.session..",
                "posthorn.imap.session..",
                "posthorn.imap.grammar..",
                "posthorn.frontend.store..",
                "posthorn.protocol.mime..",
                "posthorn.protocol.sasl..",
                "posthorn.protocol.signin..");
    }

    @Test
    void thePop3SessionKnowsThePort() {
        onlyKnows(
                "posthorn.pop3",
                "posthorn.pop3",
                "posthorn.frontend.store..",
                "posthorn.protocol.sasl..",
                "posthorn.protocol.signin..",
                "posthorn.protocol.smtp..",
                "java.io");
    }

    private void onlyKnows(String room, String... others) {
        String[] allowed = java.util.Arrays.copyOf(PLAIN, PLAIN.length + others.length);
        System.arraycopy(others, 0, allowed, PLAIN.length, others.length);
        classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(classes);
    }
}
