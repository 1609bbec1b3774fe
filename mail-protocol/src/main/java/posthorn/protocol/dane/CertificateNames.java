package posthorn.protocol.dane;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host names that a certificate is for (RFC 6125, RFC 9525). */
public final class CertificateNames {

    private static final int DNS_NAME = 2;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,+\"\\\\]+)");

    private CertificateNames() {}

    /**
     * Its DNS names (RFC 5280 §4.2.1.6), as they stand there, folded. None where they cannot be
     * read.
     */
    public static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> each : all == null ? List.<List<?>>of() : all) {
                if (each.get(0) instanceof Integer type
                        && type == DNS_NAME
                        && each.get(1) instanceof String name) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    /** The same, and where there are none the common name of the subject (RFC 7672 §3.2.3). */
    static List<String> orCommonName(X509Certificate certificate) {
        List<String> names = of(certificate);
        if (!names.isEmpty()) {
            return names;
        }
        Matcher common = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        return common.find() ? List.of(common.group(1).toLowerCase(Locale.ROOT)) : List.of();
    }

    /**
     * Whether one of a certificate's names stands for {@code host}; a wildcard is all of the first
     * label, and stands for exactly one.
     */
    public static boolean match(Collection<String> names, String host) {
        String folded = host.toLowerCase(Locale.ROOT);
        int dot = folded.indexOf('.');
        String above = dot > 0 ? "*" + folded.substring(dot) : folded;
        return names.contains(folded) || names.contains(above);
    }
}
