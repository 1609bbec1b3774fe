package posthorn.e2e.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import jakarta.mail.AuthenticationFailedException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.e2e.site.MailUser;
import posthorn.e2e.site.Site;
import posthorn.e2e.system.MailSystem.Use;

/** Signing in to the pages with more than a password. */
class SecondFactorTest {

    private static final int STEP_SECONDS = 30;

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
    void anAuthenticatorAppIsAskedForAndARecoveryCodeStandsInForIt() throws Exception {
        MailUser user = site.newPerson("totp");
        try (Window window = chromium.window(address)) {
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/security");
            window.press("Set up authenticator app");
            window.isUsable("totp");
            String secret = window.page().locator("totp-setup code").innerText().strip();
            window.fill("Code of your authenticator app", code(secret, 0));
            window.press("Switch on");
            window.awaitText("The authenticator app is set up.");
            assertThrows(AuthenticationFailedException.class, user::inboxCount);
            window.press("Make recovery codes");
            Locator codes = window.page().locator(".codes code");
            assertThat(codes.first()).isVisible();
            String recovery = codes.first().innerText().strip();
            window.isUsable("recovery-codes");

            window.signOut();
            window.signIn(user.address(), user.password());
            window.awaitHeading("One more step");
            window.isUsable("second-factor");
            window.fill("Code of your authenticator app", code(secret, 1));
            window.press("Sign in");
            window.awaitHeading("My account");

            window.signOut();
            window.signIn(user.address(), user.password());
            window.press("Use a recovery code");
            window.fill("Recovery code", recovery);
            window.press("Sign in");
            window.awaitHeading("My account");
        }
    }

    @Test
    void aPasskeyOpensThePages() {
        MailUser user = site.newPerson("passkey");
        try (Window window = chromium.window(address)) {
            device(window);
            window.signIn(user.address(), user.password());
            window.awaitHeading("My account");
            window.visit("/security");
            window.fill("Name of the passkey", "Laptop");
            window.press("Add passkey");
            window.awaitText("The passkey “Laptop” is added.");
            window.isUsable("passkey");

            window.signOut();
            window.signIn(user.address(), user.password());
            window.press("Use passkey");
            window.awaitHeading("My account");
        }
    }

    /** Gives the browser a device that has passkeys and says yes to everything. */
    private static void device(Window window) {
        CDPSession session = window.page().context().newCDPSession(window.page());
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject added = new JsonObject();
        added.add("options", options);
        session.send("WebAuthn.enable");
        session.send("WebAuthn.addVirtualAuthenticator", added);
    }

    /** The code of a step from now (RFC 6238). */
    private static String code(String base32, int later) throws Exception {
        long step = Instant.now().getEpochSecond() / STEP_SECONDS + later;
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(octets(base32), "HmacSHA1"));
        byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int binary = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0xf) & 0x7fffffff;
        return "%06d".formatted(binary % 1_000_000);
    }

    /** What RFC 4648 §6 writes so; of whole groups of eight characters. */
    private static byte[] octets(String base32) {
        String digits = base32.replaceAll("[^A-Z2-7]", "");
        BigInteger value = BigInteger.ONE;
        for (int digit : digits.chars().toArray()) {
            int five = digit >= 'A' ? digit - 'A' : digit - '2' + 26;
            value = value.shiftLeft(5).or(BigInteger.valueOf(five));
        }
        byte[] marked = value.toByteArray();
        byte[] octets = new byte[digits.length() * 5 / 8];
        System.arraycopy(marked, marked.length - octets.length, octets, 0, octets.length);
        return octets;
    }
}
