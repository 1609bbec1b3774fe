package posthorn.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.e2e.client.AngusMessage;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.site.TestMessages;
import posthorn.e2e.system.MailSystem.Use;

/** What people do with their mail on the pages. */
class MyMailTest {

    private static final int THREE_PANES = 1400;
    private static final byte[] FILE = "%PDF-1.7 not really".getBytes(StandardCharsets.US_ASCII);

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
    void aMessageIsReadWithItsHtmlAndItsFileAndAnswered() throws Exception {
        MailUser lea = site.newPerson("lea");
        MailUser anna = site.newPerson("anna");
        lea.send(List.of(anna.address()), offer(lea.address(), anna.address()));
        anna.awaitInbox(1);
        try (Window window = chromium.window(address)) {
            open(window, anna);
            window.awaitText("Our offer for the autumn");
            window.isUsable("mail-list");
            row(window, "Our offer for the autumn").click();
            window.awaitHeading("Our offer for the autumn");
            FrameLocator content = window.page().frameLocator("iframe.mail-html");
            assertThat(content.locator("h1")).hasText("Paper and ink");
            assertEquals(0, content.locator("script").count());
            assertThat(window.button("Show pictures")).isVisible();
            window.isUsable("mail-message");
            Download download =
                    window.page().waitForDownload(() -> link(window, "offer.pdf").click());
            assertEquals("offer.pdf", download.suggestedFilename());
            assertEquals(
                    new String(FILE, StandardCharsets.US_ASCII), Files.readString(download.path()));

            link(window, "Reply").click();
            assertThat(window.page().locator("#mail-body")).isFocused();
            window.page().keyboard().type("I take it.");
            window.page()
                    .locator("#mail-files")
                    .setInputFiles(new FilePayload("order.txt", "text/plain", FILE));
            window.awaitText("order.txt");
            window.isUsable("mail-reply");
            window.press("Send");
            window.awaitText("Your mail is on its way.");
            window.isUsable("mail-sent");
        }
        AngusMessage answer = lea.awaitInbox(1).getFirst();
        String text = TestMessages.text(answer.octets());
        assertTrue(text.contains("I take it."), text);
        assertTrue(text.contains("In-Reply-To: <offer@autumn.test>"), text);
        assertTrue(text.contains("order.txt"), text);
        assertTrue(text.contains(Base64.getEncoder().encodeToString(FILE)), text);
    }

    @Test
    void newMailShowsWithoutLoadingThePageAnew() throws Exception {
        MailUser lea = site.newPerson("sender");
        MailUser anna = site.newPerson("waiting");
        try (Window window = chromium.window(address)) {
            open(window, anna);
            window.awaitText("There is no mail here.");
            lea.send(List.of(anna.address()), TestMessages.plain(lea.address(), "Just now"));
            window.awaitText("New mail from");
            assertThat(row(window, "Just now")).isVisible();
            window.isUsable("mail-come");
        }
    }

    @Test
    void onAPhoneThereIsOnePaneAndWhatIsDeletedIsInTheTrash() throws Exception {
        MailUser anna = site.newPerson("walker");
        anna.send(List.of(anna.address()), TestMessages.plain(anna.address(), "On the way"));
        anna.awaitInbox(1);
        try (Window window = chromium.window(address, "en-GB", Window.PHONE, ColorScheme.DARK)) {
            open(window, anna);
            window.awaitText("On the way");
            window.isUsable("mail-phone-list");
            row(window, "On the way").click();
            window.awaitHeading("On the way");
            assertThat(window.page().locator("mail-list")).not().isVisible();
            window.isUsable("mail-phone-message");
            link(window, "← Back to the list").click();
            assertThat(row(window, "On the way")).isFocused();
            window.page().keyboard().press("Enter");
            window.awaitHeading("On the way");
            window.press("Delete");
            window.awaitText("The message is in “Trash” now.");
            window.awaitText("There is no mail here.");
            window.page().locator("#mail-mailbox").selectOption("Trash");
            assertThat(row(window, "On the way")).isVisible();
        }
        assertEquals(0, anna.inboxCount());
    }

    @Test
    void whoGoesElsewhereFindsTheLetterAmongTheDrafts() {
        MailUser anna = site.newPerson("drafter");
        try (Window window = chromium.window(address, "en-GB", THREE_PANES, ColorScheme.LIGHT)) {
            open(window, anna);
            window.awaitText("There is no mail here.");
            link(window, "Write").first().click();
            window.fill("Subject", "Half a letter");
            window.fill("Text", "Dear");
            window.isUsable("mail-write");
            window.page().goBack();
            window.awaitText("It is kept in Drafts.");
            window.page().locator(".mail-folders li").getByText("Drafts").click();
            row(window, "Half a letter").click();
            link(window, "Go on writing").click();
            assertThat(window.page().locator("#mail-body")).hasValue(Pattern.compile("Dear\\s*"));
            window.fill("To", anna.address());
            window.press("Send");
            window.awaitText("Your mail is on its way.");
            window.awaitText("There is no mail here.");
        }
    }

    private static void open(Window window, MailUser user) {
        window.signIn(user.address(), user.password());
        window.awaitHeading("My account");
        window.visit("/messages");
        window.awaitHeading("My mail");
    }

    private static Locator row(Window window, String subject) {
        return window.page().locator("a.mail-row", new Page.LocatorOptions().setHasText(subject));
    }

    private static Locator link(Window window, String name) {
        return window.page()
                .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static byte[] offer(String from, String to) {
        String html =
                "<h1>Paper and ink</h1><script>document.title='x'</script>"
                        + "<img src=\"https://pictures.autumn.test/a.png\"><p>44.00</p>";
        return TestMessages.octets(
                """
                From: Lea Sommer <%s>
                To: %s
                Subject: Our offer for the autumn
                Date: Sat, 28 Nov 2026 10:00:00 +0000
                Message-ID: <offer@autumn.test>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/html; charset=utf-8

                %s
                --b
                Content-Type: application/pdf; name=offer.pdf
                Content-Disposition: attachment; filename=offer.pdf
                Content-Transfer-Encoding: base64

                %s
                --b--
                """
                        .formatted(from, to, html, Base64.getEncoder().encodeToString(FILE))
                        .replace("\n", "\r\n"));
    }
}
