package posthorn.mailbox.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.directory.AccessRules.Level;
import posthorn.mailbox.directory.AccessRules.SwitchState;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.protocol.signin.SignInRefusal;

class AccessRulesTest {

    private static final Switches POP3_OFF = new Switches(Map.of(AccessSwitch.POP3, false));
    private static final Switches POP3_ON = new Switches(Map.of(AccessSwitch.POP3, true));
    private static final AccountAccess USUAL = AccountAccess.usual("id");
    private static final AccountAccess TWO_FACTOR =
            USUAL.with(SecondFactor.NONE.withTotp(Optional.of(new SecondFactor.Totp("sealed", 0))));

    private final AccessRules rules =
            new AccessRules(Switches.NONE, Duration.ofDays(365), "https://mail.example.org");

    private static AppPassword forImap(long expires) {
        return new AppPassword(
                "1", "Thunderbird", Set.of(SignInProtocol.IMAP), "", "", 1, 0, expires);
    }

    @Test
    void accountSaysMoreThanItsDomainAndThatMoreThanTheInstallation() {
        AccessRules off = new AccessRules(POP3_OFF, Duration.ZERO, "");
        assertEquals(
                new SwitchState(true, Level.INSTALLATION),
                rules.state(AccessSwitch.POP3, Switches.NONE, Switches.NONE));
        assertEquals(
                new SwitchState(false, Level.INSTALLATION),
                off.state(AccessSwitch.POP3, Switches.NONE, Switches.NONE));
        assertEquals(
                new SwitchState(true, Level.DOMAIN),
                off.state(AccessSwitch.POP3, POP3_ON, Switches.NONE));
        assertEquals(
                new SwitchState(false, Level.ACCOUNT),
                rules.state(AccessSwitch.POP3, POP3_ON, POP3_OFF));
        assertEquals(
                new SwitchState(true, Level.INSTALLATION),
                rules.state(AccessSwitch.IMAP, POP3_OFF, POP3_OFF));
        assertEquals(
                Switches.NONE, POP3_OFF.with(AccessSwitch.POP3, Optional.empty()), "left open");
    }

    @Test
    void refusalNamesTheSwitchAndWhereItIs() {
        assertEquals(
                Optional.of(
                        new SignInRefusal.SwitchedOff("POP3", "https://mail.example.org/switches")),
                rules.closed(SignInProtocol.POP3, Switches.NONE, USUAL.with(POP3_OFF)));
        assertEquals(
                Optional.empty(),
                rules.closed(SignInProtocol.IMAP, Switches.NONE, USUAL.with(POP3_OFF)));
        Switches all =
                new Switches(
                        Map.of(
                                AccessSwitch.IMAP, false,
                                AccessSwitch.POP3, false,
                                AccessSwitch.SMTP, false,
                                AccessSwitch.FORWARDING, false));
        assertEquals(
                Optional.empty(),
                rules.closed(SignInProtocol.PAGES, all, USUAL),
                "the pages are where switches are");
    }

    @Test
    void withTwoFactorTheMainPasswordOpensThePagesOnly() {
        for (SignInProtocol protocol : SignInProtocol.values()) {
            assertEquals(Optional.empty(), rules.mainPassword(protocol, USUAL));
            assertEquals(
                    protocol == SignInProtocol.PAGES,
                    rules.mainPassword(protocol, TWO_FACTOR).isEmpty(),
                    protocol.word());
        }
        assertEquals(
                Optional.of(
                        new SignInRefusal.AppPasswordNeeded("https://mail.example.org/security")),
                rules.mainPassword(SignInProtocol.IMAP, TWO_FACTOR));
    }

    @Test
    void appPasswordOpensItsProtocolsUntilItExpires() {
        assertEquals(Optional.empty(), rules.appPassword(SignInProtocol.IMAP, forImap(0)));
        assertEquals(
                Optional.of(
                        new SignInRefusal.OtherAppPassword("https://mail.example.org/security")),
                rules.appPassword(SignInProtocol.SMTP, forImap(0)));
        AccountAccess access = USUAL.withAppPasswords(List.of(forImap(1000)));
        assertEquals(1, rules.candidates(access, 999).size());
        assertEquals(0, rules.candidates(access, 1000).size());
    }

    @Test
    void passwordGrowsOldFromTheDayThatItWasSet() {
        AddressEntry.Account account =
                new AddressEntry.Account(
                        "a@a.example", "a.example", "id", AccountStatus.ACTIVE, 0, true, "", 1000);
        long year = Duration.ofDays(365).toMillis();
        assertFalse(rules.passwordIsOld(account, USUAL, 1000 + year));
        assertTrue(rules.passwordIsOld(account, USUAL, 1001 + year));
        assertFalse(rules.passwordIsOld(account, USUAL.withPasswordSet(2000), 1001 + year));
        assertFalse(AccessRules.USUAL.passwordIsOld(account, USUAL, Long.MAX_VALUE));
    }
}
