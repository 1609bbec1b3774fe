package posthorn.mailbox.mtasts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.mtasts.StsPolicy.Mode;

/** The policies of our own domains (RFC 8461). */
class OwnPoliciesTest {

    @Test
    void policySaysWhatTheSettingsSay() {
        OwnPolicies policies = policies(Optional.of(Mode.ENFORCE), Map.of());
        StsPolicy policy = policies.of("example.test").orElseThrow();
        assertEquals(
                "version: STSv1\r\nmode: enforce\r\nmx: mail.test\r\nmax_age: 604800\r\n",
                policy.encode());
        assertEquals(Optional.of(policy), StsPolicy.parse(policy.encode()));
    }

    @Test
    void idFollowsThePolicy() {
        OwnPolicies testing = policies(Optional.of(Mode.TESTING), Map.of());
        OwnPolicies enforced = policies(Optional.of(Mode.ENFORCE), Map.of());
        assertEquals(testing.record("a.test"), testing.record("b.test"));
        assertNotEquals(testing.record("a.test"), enforced.record("a.test"));
    }

    @Test
    void singleDomainsHaveTheirOwnMode() {
        OwnPolicies policies =
                policies(
                        Optional.of(Mode.TESTING),
                        Map.of("off.test", Optional.empty(), "gone.test", Optional.of(Mode.NONE)));
        assertEquals(Optional.empty(), policies.of("off.test"));
        assertEquals(Optional.empty(), policies.record("off.test"));
        assertEquals(List.of(), policies.of("gone.test").orElseThrow().mx());
        assertEquals(Mode.TESTING, policies.of("a.test").orElseThrow().mode());
    }

    private static OwnPolicies policies(
            Optional<Mode> mode, Map<String, Optional<Mode>> overrides) {
        return new OwnPolicies(mode, overrides, Duration.ofDays(7), List.of("mail.test"));
    }
}
