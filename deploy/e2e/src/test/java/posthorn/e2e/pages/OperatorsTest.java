package posthorn.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** What operators do on their pages. */
class OperatorsTest {

    private static final List<String> PATHS =
            List.of("/figures", "/queue", "/destinations", "/trace", "/domains", "/accounts");

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
    void mailThatWaitsIsFoundTriedAgainFollowedAndDiscarded() throws Exception {
        MailUser user = site.newPerson("sender");
        String nobody = "nobody@" + site.newDeadDomain();
        user.send(List.of(nobody), TestMessages.plain(user.address(), "Into the void"));
        try (Window window = chromium.window(address)) {
            open(window);
            window.visit("/queue");
            window.awaitText(nobody);
            window.fill("Recipient", nobody.toUpperCase(Locale.ROOT));
            window.press("Filter");
            assertThat(window.page().locator(".rows > li")).hasCount(1);
            window.isUsable("queue");
            window.press("Try now");
            window.awaitText("Due now: 1");

            window.visit("/destinations");
            window.awaitText(nobody.substring(nobody.indexOf('@') + 1));
            window.isUsable("destinations");

            window.visit("/queue?recipient=" + nobody);
            window.page().locator(".rows a").first().click();
            window.awaitHeading("Trace");
            window.awaitText("Accepted from " + user.address());
            window.isUsable("trace");

            window.visit("/queue?recipient=" + nobody);
            window.press("Discard");
            window.page().locator("dialog button.danger").click();
            window.awaitText("Discarded: 1");
            window.awaitText("Nothing that waits is like that.");
        }
    }

    @Test
    void anAccountIsMadeLimitedAndDisabled() throws Exception {
        MailUser user = site.newPerson("first");
        String next = "next@" + user.domain();
        try (Window window = chromium.window(address)) {
            open(window);
            window.visit("/accounts?domain=" + user.domain());
            window.awaitText(user.address());
            window.fill("Address", next);
            window.fill("Password", "four words in there");
            window.press("Make account");
            window.awaitText(next + " can send and receive mail.");
            window.visit("/accounts?address=" + next);
            window.fill("Limit in megabytes", "100");
            window.press("Set limits");
            window.awaitText("The limits are set.");
            window.isUsable("account");
            window.press("Disable");
            window.awaitText("Nobody signs in to this account now");
            window.signOut();
            window.signIn(next, "four words in there");
            assertThat(window.page().locator("[role=alert] .notice")).isVisible();
        }
    }

    @Test
    void everyPageCanBeUsedOnAPhoneInTheDark() throws Exception {
        site.newPerson("someone");
        try (Window window = chromium.window(address, "en-GB", Window.PHONE, ColorScheme.DARK)) {
            open(window);
            for (String path : PATHS) {
                window.visit(path);
                assertThat(window.page().locator("h1")).hasCount(1);
                window.isUsable("phone-operators-" + path.substring(1));
            }
        }
    }

    private static void open(Window window) throws IOException {
        window.visit("/");
        window.press("Sign in with the admin token");
        window.fill("Admin token", Files.readString(site.system().adminToken()).strip());
        window.press("Sign in");
        window.awaitHeading("Live figures");
    }
}
