package posthorn.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A browser's window, and what its owner does in it. */
final class Window implements AutoCloseable {

    static final int WIDE = 1200;
    static final int PHONE = 360;
    static final int HEIGHT = 800;

    private static final String AXE = script();

    /** Of each rule that is broken: its name, what it wants, and the first elements. */
    private static final String VIOLATIONS =
            """
            () => axe.run().then(found => found.violations.map(rule =>
                rule.id + ": " + rule.help + " " + rule.nodes.slice(0, 3).map(node => node.html)))
            """;

    private static final String OVERFLOW =
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Window(BrowserContext context) {
        this.context = context;
        page = context.newPage();
        page.onConsoleMessage(this::said);
        page.onPageError(complaints::add);
    }

    static Window open(BrowserContext context) {
        return new Window(context);
    }

    /** Answers that refuse are told by the pages themselves, and by the console, too. */
    private void said(ConsoleMessage message) {
        boolean refused = message.text().contains("the server responded with a status of 4");
        if ((message.type().equals("error") || message.type().equals("warning")) && !refused) {
            complaints.add(message.text());
        }
    }

    Page page() {
        return page;
    }

    void visit(String path) {
        page.navigate(path);
    }

    void signIn(String login, String password) {
        visit("/");
        fill("E-mail address", login);
        fill("Password", password);
        press("Sign in");
    }

    void signOut() {
        press("Sign out");
        awaitHeading("Sign in");
    }

    void fill(String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
    }

    void press(String button) {
        button(button).click();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    void awaitHeading(String text) {
        assertThat(
                        page.getByRole(
                                AriaRole.HEADING,
                                new Page.GetByRoleOptions().setName(text).setExact(true)))
                .isVisible();
    }

    void awaitText(String text) {
        assertThat(page.getByText(text).first()).isVisible();
    }

    /**
     * Everybody can use what is shown now: axe finds nothing wrong, nothing is wider than the
     * window, and the console has said nothing. Leaves a picture below {@code target/pages}.
     */
    void isUsable(String name) {
        assertThat(page.locator(".waiting")).hasCount(0);
        page.screenshot(
                new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "pages", name + ".png"))
                        .setFullPage(true));
        page.evaluate(AXE);
        assertEquals(List.of(), page.evaluate(VIOLATIONS), name);
        assertEquals(0, page.evaluate(OVERFLOW), name + " is wider than the window");
        assertEquals(List.of(), complaints, name);
    }

    private static String script() {
        try (InputStream in = Window.class.getResourceAsStream("/axe.min.js")) {
            return new String(
                    Objects.requireNonNull(in, "axe.min.js").readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
