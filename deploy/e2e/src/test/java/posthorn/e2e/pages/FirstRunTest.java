package posthorn.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import posthorn.e2e.system.MailSystem.Use;
import posthorn.e2e.system.StandaloneSystem;

/** What somebody sees who has just started a new installation. */
class FirstRunTest {

    private static final String ADDRESS = "alice@first.test";
    private static final double TEST_MILLIS = 30_000;
    private static final Pattern FIGURES = Pattern.compile(".*/figures-[^/]*[.]js");
    private static final String PASSWORD = "four words in there";

    @Test
    void aNewInstallationOpensOnItsFirstDomainAndAccount(@TempDir Path directory) throws Exception {
        try (Chromium chromium = Chromium.start();
                StandaloneSystem system = StandaloneSystem.start(directory, List.of());
                Window window =
                        chromium.window("http://localhost:" + system.port(Use.MAILBOX_HTTP))) {
            window.visit("/");
            window.awaitHeading("Make your first domain and account");
            window.isUsable("welcome");
            window.fill("Admin token", "wrong");
            window.press("Sign in");
            assertThat(window.page().locator("[role=alert] .notice")).isVisible();

            // The page that administrators see otherwise is asked for, too, and comes late.
            List<Route> held = new CopyOnWriteArrayList<>();
            window.page().route(FIGURES, held::add);
            window.fill("Admin token", Files.readString(system.adminToken()).strip());
            window.press("Sign in");
            window.awaitHeading("New domain");
            window.page().waitForResponse(FIGURES, () -> held.forEach(Route::resume));
            window.isUsable("start");
            window.fill("Domain", "first.test");
            window.fill("Name of the account", "alice");
            window.fill("Password of the account", PASSWORD);
            window.fill("The same password again", PASSWORD);
            window.press("Make domain and account");
            window.awaitHeading("Publish these records for first.test");
            window.awaitText("v=DKIM1");
            window.isUsable("start-records");

            window.press("Sign in with the new account");
            window.awaitHeading("Sign in");
            window.signIn(ADDRESS, PASSWORD);
            window.awaitHeading("My account");
            window.visit("/client");
            window.awaitHeading("Reading with IMAP");
            window.isUsable("client-of-the-first");
            window.press("Test now");
            assertThat(window.page().locator("delivery-test .tag.good"))
                    .hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(TEST_MILLIS));
            window.isUsable("client-tested");
        }
    }
}
