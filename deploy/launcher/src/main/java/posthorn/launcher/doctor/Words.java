package posthorn.launcher.doctor;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** The words of findings, in the reader's language where there is one: English, German. */
public final class Words {

    private final ResourceBundle bundle;
    private final Locale locale;

    /** Words in the language of {@code locale}, else in English. */
    public Words(Locale locale) {
        this.locale = locale;
        this.bundle =
                ResourceBundle.getBundle(
                        "posthorn.launcher.doctor.findings",
                        locale,
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** What was found, in one sentence or two. */
    public String what(Finding finding) {
        return words(finding.key(), finding.details().toArray());
    }

    /** What to do about it; empty: nothing. A line that begins with a tab is to be copied. */
    public Optional<String> advice(Finding finding) {
        String key = finding.key() + ".do";
        boolean wanted = finding.level() != Finding.Level.GOOD && bundle.containsKey(key);
        return wanted ? Optional.of(words(key, finding.details().toArray())) : Optional.empty();
    }

    /** Words by their key. */
    public String words(String key, Object... details) {
        return new MessageFormat(bundle.getString(key), locale).format(details);
    }
}
