package posthorn.imap.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailboxNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "~peter/mail/日本語/台北; ~peter/mail/&ZeVnLIqe-/&U,BTFw-",
                "Entwürfe; Entw&APw-rfe",
                "a&b; a&-b",
                "&; &-",
                "😀; &2D3eAA-",
                "üü x ü; &APwA,A- x &APw-"
            })
    void namesHaveOneForm(String name, String wire) {
        assertEquals(wire, MailboxNames.encode(name));
        assertEquals(name, MailboxNames.decode(wire));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a&b",
                "&AGE-",
                "&APw-&APw-",
                "&APw",
                "&APw=-",
                "&AP/-",
                "&2D0-",
                "&AAA-",
                "\u00fc",
                "a\tb",
                "&APx-",
                "&A-"
            })
    void otherFormsAreNone(String wire) {
        assertNull(MailboxNames.decode(wire));
    }

    @ParameterizedTest
    @CsvSource({"inbox, INBOX", "InBoX/a, INBOX/a", "inboxes, inboxes", "a/inbox, a/inbox"})
    void inboxIsInbox(String wire, String name) {
        assertEquals(name, MailboxNames.decode(wire));
    }

    @Test
    void everyNameComesBack() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                int c =
                        random.nextInt(3) == 0
                                ? 0x20 + random.nextInt(0x5f)
                                : 0xa0 + random.nextInt(0xd000);
                name.append(Character.isISOControl(c) ? '&' : (char) c);
            }
            assertEquals(
                    MailboxNames.inbox(name.toString()),
                    MailboxNames.decode(MailboxNames.encode(name.toString())));
        }
    }
}
