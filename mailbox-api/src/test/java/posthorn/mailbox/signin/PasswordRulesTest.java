package posthorn.mailbox.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import posthorn.mailbox.signin.PasswordRules.Refusal;

/** Passwords that people may choose: NIST SP 800-63B §5.1.1.2. */
class PasswordRulesTest {

    private static final String ALICE = "alice@a.example";

    private final PasswordRules rules = PasswordRules.strict(8);

    @ParameterizedTest
    @CsvSource({
        "'', TOO_SHORT",
        "1234567, TOO_SHORT",
        "💡💡💡💡, TOO_SHORT",
        "password1, COMMON",
        "PassWord1, COMMON",
        "ｐａｓｓｗｏｒｄ１, COMMON",
        "qwertyuiop, COMMON",
        "alice@a.example, CONTAINS_ADDRESS",
        "my ALICE@A.example!, CONTAINS_ADDRESS",
        "Alice123, CONTAINS_ADDRESS"
    })
    void guessableOnesAreRefused(String password, Refusal why) {
        assertEquals(Optional.of(why), rules.refusal(password, ALICE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice in wonderland",
                "four unrelated words here",
                "kJ8#mQ2!",
                "Schlüsselbund",
                "💡💡💡💡💡💡💡💡"
            })
    void nothingElseIsAskedOfThem(String password) {
        assertEquals(Optional.empty(), rules.refusal(password, ALICE));
    }

    @Test
    void lengthIsBounded() {
        assertEquals(Optional.empty(), rules.refusal("x".repeat(1024), ALICE));
        assertEquals(Optional.of(Refusal.TOO_LONG), rules.refusal("x".repeat(1025), ALICE));
    }

    @Test
    void whereOnlyTheLengthCountsTheAddressIsTaken() {
        PasswordRules lenient = PasswordRules.ofLength(1);
        assertEquals(Optional.empty(), lenient.refusal(ALICE, ALICE));
        assertEquals(Optional.empty(), lenient.refusal("x", ALICE));
        assertEquals(Optional.of(Refusal.TOO_SHORT), lenient.refusal("", ALICE));
    }

    @Test
    void everyLineOfTheListIsOnePassword() {
        assertEquals(10_000, CommonPasswords.read().size());
    }
}
