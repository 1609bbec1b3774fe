package posthorn.mailbox.rest;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AccessRules.SwitchState;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** Switches as REST shows and takes them. */
final class SwitchViews {

    private SwitchViews() {}

    /**
     * A switch.
     *
     * @param from who has said so: account, domain or installation
     */
    public record SwitchView(boolean on, String from) {}

    /**
     * What a switch shall be.
     *
     * @param on null: as the domain or the installation says
     */
    public record SwitchChange(@Nullable Boolean on) {}

    static Map<String, SwitchView> of(Map<AccessSwitch, SwitchState> states) {
        Map<String, SwitchView> views = new LinkedHashMap<>();
        states.forEach((which, state) ->
                views.put(
                        which.word(),
                        new SwitchView(state.on(), state.from().name().toLowerCase(Locale.ROOT))));
        return views;
    }

    /** What a body asks for; one that is null is left open again. */
    static Map<AccessSwitch, Optional<Boolean>> changes(
            @Nullable Map<String, @Nullable SwitchChange> body) {
        Map<AccessSwitch, Optional<Boolean>> changes = new EnumMap<>(AccessSwitch.class);
        if (body != null) {
            body.forEach((word, change) ->
                    changes.put(
                            of(word),
                            change == null ? Optional.empty() : Optional.ofNullable(change.on())));
        }
        return changes;
    }

    private static AccessSwitch of(String word) {
        for (AccessSwitch which : AccessSwitch.values()) {
            if (which.word().equals(word)) {
                return which;
            }
        }
        throw Problem.of(
                        ProblemCode.INVALID,
                        "There is no switch '" + word + "'.",
                        "There are imap, pop3, smtp and forwarding.")
                .exception();
    }
}
