package posthorn.imap.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a stranger says of itself becomes one of a few words. */
class ClientFamilyTest {

    @Test
    void mailProgramsAreKnownByTheirNames() {
        assertEquals(ClientFamily.THUNDERBIRD, ClientFamily.of("Thunderbird 153.0"));
        assertEquals(ClientFamily.APPLE_MAIL, ClientFamily.of("Mac OS X Mail 16.0"));
        assertEquals(ClientFamily.APPLE_MAIL, ClientFamily.of("iPhone Mail 22A"));
        assertEquals(ClientFamily.OUTLOOK, ClientFamily.of("Microsoft.Outlook.iOS"));
        assertEquals(ClientFamily.K9, ClientFamily.of("K-9 Mail 6.8"));
        assertEquals("apple-mail", ClientFamily.APPLE_MAIL.word());
    }

    @Test
    void whatIsNotKnownIsOtherAndWhoSaysNothingIsNone() {
        assertEquals(ClientFamily.NONE, ClientFamily.of(""));
        assertEquals(ClientFamily.OTHER, ClientFamily.of("x\"} 1\nposthorn_fake 1"));
        assertEquals(ClientFamily.OTHER, ClientFamily.of("a".repeat(100_000)));
    }
}
