package posthorn.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import jakarta.mail.AuthenticationFailedException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.AngusImap;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.system.MailSystem.Use;

/** What users do on their pages. */
class PagesTest {

    private static final List<String> PATHS =
            List.of("/", "/client", "/security", "/sign-ins", "/switches", "/delivery", "/traces");

    private static Chromium chromium;
    private static Site site;
    private static String address;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        site = Site.standalone();
        address = "http://localhost:" + site.port(Use.MAILBOX_HTTP);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void signingInTakesTheRightPasswordAndEndsWithSigningOut() {
        MailUser user = site.newPerson("opener");
        try (Window window = chromium.window(address)) {
            window.visit("/security");
            window.awaitHeading("Sign in");
            window.isUsable("sign-in");
            window.signIn(user.address(), "not it");
            assertThat(window.page().locator("[role=alert]")).containsText("password");
            window.isUsable("sign-in-refused");
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/security");
            window.awaitHeading("Security");
            window.signOut();
            window.visit("/security");
            window.awaitHeading("Sign in");
        }
    }

    @Test
    void everyPageCanBeUsedByEverybody() {
        MailUser user = site.newPerson("reader");
        try (Window window = chromium.window(address)) {
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            for (String path : PATHS) {
                window.visit(path);
                assertThat(window.page().locator("h1")).hasCount(1);
                window.isUsable("wide-" + name(path));
            }
        }
    }

    @Test
    void everyPageCanBeUsedOnAPhoneInTheDark() {
        MailUser user = site.newPerson("phone");
        try (Window window = chromium.window(address, "de-DE", Window.PHONE, ColorScheme.DARK)) {
            window.visit("/");
            window.awaitHeading("Anmelden");
            window.fill("E-Mail-Adresse", user.address());
            window.fill("Passwort", user.password());
            window.press("Anmelden");
            window.awaitHeading("Mein Konto");
            for (String path : PATHS) {
                window.visit(path);
                assertThat(window.page().locator("h1")).hasCount(1);
                window.isUsable("phone-" + name(path));
            }
            window.press("Menü");
            Locator link = window.page().getByRole(AriaRole.LINK, named("Letzte Anmeldungen"));
            link.click();
            window.awaitHeading("Letzte Anmeldungen");
        }
    }

    @Test
    void theLanguageIsTheBrowsersUntilAnotherIsChosen() {
        try (Window window = chromium.window(address, "de-AT", Window.WIDE, ColorScheme.LIGHT)) {
            window.visit("/");
            window.awaitHeading("Anmelden");
            window.press("English");
            window.awaitHeading("Sign in");
            assertEquals("en", window.page().locator("html").getAttribute("lang"));
            window.visit("/");
            window.awaitHeading("Sign in");
        }
    }

    @Test
    void anAppPasswordOpensWhatItIsForUntilItIsRemoved() throws Exception {
        MailUser user = site.newPerson("apps");
        try (Window window = chromium.window(address)) {
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/security");
            window.fill("Name", "Tablet");
            window.press("Make app password");
            Locator shown = window.page().locator("#app-made .secret");
            assertThat(shown).isVisible();
            AngusImap tablet =
                    AngusImap.implicitTls(
                            site.port(Use.IMAPS), user.address(), shown.innerText().strip());
            assertEquals(0, tablet.count("INBOX"));
            window.isUsable("app-password");

            window.press("Remove: Tablet");
            window.page().locator("dialog button.danger").click();
            window.awaitText("“Tablet” is removed.");
            assertThrows(AuthenticationFailedException.class, () -> tablet.count("INBOX"));
        }
    }

    @Test
    void whatIsSwitchedOffOpensNothing() throws Exception {
        MailUser user = site.newPerson("switcher");
        assertEquals(0, user.inboxCount());
        try (Window window = chromium.window(address)) {
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/switches");
            Locator imap = window.page().getByRole(AriaRole.SWITCH, named("IMAP"));
            assertThat(imap).hasAttribute("aria-checked", "true");
            imap.click();
            window.awaitText("IMAP is switched off.");
            assertThat(imap).hasAttribute("aria-checked", "false");
            assertThrows(AuthenticationFailedException.class, user::inboxCount);
            window.isUsable("switched-off");
        }
    }

    @Test
    void whatIsDisownedOpensNothingAnyMore() throws Exception {
        MailUser user = site.newPerson("owner");
        try (Window window = chromium.window(address)) {
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/security");
            window.fill("Name", "Lost phone");
            window.press("Make app password");
            String password = window.page().locator("#app-made .secret").innerText().strip();
            AngusImap phone = AngusImap.implicitTls(site.port(Use.IMAPS), user.address(), password);
            assertEquals(0, phone.count("INBOX"));
            window.visit("/sign-ins");
            Locator entry =
                    window.page().locator("li", new Page.LocatorOptions().setHasText("Lost phone"));
            assertThat(entry).containsText("IMAP");
            window.isUsable("sign-ins-of-a-phone");
            entry.getByRole(AriaRole.BUTTON).click();
            window.page().locator("dialog button.danger").click();
            window.awaitHeading("Sign in");
            assertThrows(AuthenticationFailedException.class, () -> phone.count("INBOX"));
        }
    }

    @Test
    void anotherPasswordCountsAtOnce() throws Exception {
        MailUser user = site.newPerson("changer");
        String next = "quite another password";
        try (Window window = chromium.window(address)) {
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/security");
            window.fill("Current password", user.password());
            window.fill("New password", next);
            window.fill("New password again", next);
            window.press("Change password");
            window.awaitText("The password is changed.");
            assertThrows(AuthenticationFailedException.class, user::inboxCount);
            AngusImap program = AngusImap.implicitTls(site.port(Use.IMAPS), user.address(), next);
            assertEquals(0, program.count("INBOX"));
        }
    }

    @Test
    void forwardsAndAnAbsenceNoteStayAsTheyAreGiven() {
        MailUser user = site.newPerson("traveller");
        try (Window window = chromium.window(address)) {
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/delivery");
            window.fill("Addresses", "one@elsewhere.example\ntwo@elsewhere.example");
            window.page().locator("forward-form button").first().click();
            window.awaitText("Your mail is sent on.");
            window.fill("Text", "I am back on Monday.");
            window.press("Switch on");
            window.awaitText("The absence note is on.");
            window.visit("/delivery");
            assertThat(window.page().getByLabel("Addresses"))
                    .hasValue("one@elsewhere.example\ntwo@elsewhere.example");
            assertThat(window.page().locator("#vacation-text")).hasValue("I am back on Monday.");
            window.isUsable("away");
            window.press("End forwarding");
            window.awaitText("Your mail is not sent on.");
            window.press("Switch off");
            window.awaitText("The absence note is off.");
        }
    }

    @Test
    void settingsAreThereToCopy() {
        MailUser user = site.newPerson("newcomer");
        try (Window window = chromium.window(address)) {
            window.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/client");
            window.press("Copy: Reading with IMAP, Port");
            window.awaitText("Copied");
            assertEquals(
                    Integer.toString(site.port(Use.IMAPS)),
                    window.page().evaluate("() => navigator.clipboard.readText()"));
            window.press("Show QR code");
            assertThat(window.page().locator(".qr img")).isVisible();
            window.isUsable("client-copied");
        }
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }

    private static String name(String path) {
        return path.equals("/") ? "account" : path.substring(1);
    }
}
