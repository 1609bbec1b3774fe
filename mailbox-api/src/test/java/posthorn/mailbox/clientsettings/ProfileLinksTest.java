package posthorn.mailbox.clientsettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Links that phones open without a sign-in. */
class ProfileLinksTest {

    private Instant now = Instant.ofEpochSecond(1_800_000_000);
    private final ProfileLinks links = links("a secret");

    private ProfileLinks links(String secret) {
        return new ProfileLinks(
                secret.getBytes(StandardCharsets.UTF_8), Duration.ofMinutes(15), () -> now);
    }

    @Test
    void everyPodWithTheSecretKnowsWhoseALinkIs() {
        String word = links.of("account-1").word();
        assertEquals(Optional.of("account-1"), links("a secret").account(word));
        assertEquals(Optional.empty(), links("another one").account(word));
    }

    @Test
    void aLinkEnds() {
        ProfileLinks.ProfileLink link = links.of("account-1");
        assertEquals(now.plus(Duration.ofMinutes(15)), link.expires());
        now = link.expires().minusSeconds(1);
        assertTrue(links.account(link.word()).isPresent());
        now = link.expires();
        assertEquals(Optional.empty(), links.account(link.word()));
    }

    @Test
    void noOtherCharacterMakesAnotherLink() {
        String word = links.of("account-1").word();
        for (int at = 0; at < word.length(); at++) {
            for (char other : new char[] {'a', 'b', '.', '/', ' '}) {
                if (word.charAt(at) != other) {
                    String changed = word.substring(0, at) + other + word.substring(at + 1);
                    assertEquals(Optional.empty(), links.account(changed), changed);
                }
            }
        }
        assertEquals(Optional.empty(), links.account(""));
        assertEquals(Optional.empty(), links.account("a.zzzzzzzzzzzzzzzzzz." + "a".repeat(22)));
    }

    @Test
    void aLinkIsNotPrinted() {
        ProfileLinks.ProfileLink link = links.of("account-1");
        assertEquals(-1, link.toString().indexOf(link.word()));
    }
}
