package posthorn.runtime.dns;

import java.util.List;
import org.jboss.logging.Logger;
import posthorn.protocol.dns.DnsAnswer;
import posthorn.runtime.settings.BadSetting;
import posthorn.runtime.settings.PosthornSettings;

/** Whether name servers of which a setting says that they validate do so. */
public final class DnsValidation {

    private static final Logger LOG = Logger.getLogger(DnsValidation.class);

    private DnsValidation() {}

    /**
     * Asks about a signed zone, where {@code posthorn.dns.validated} is set. What nobody answers is
     * told in the log: each answer says later whether it is authentic.
     *
     * @throws BadSetting when the servers answer, and did not validate
     */
    public static void check(DnsClient dns, PosthornSettings.Dns settings) {
        check(dns, settings.validated(), settings.validatedZone());
    }

    static void check(DnsClient dns, boolean validated, String zone) {
        if (!validated) {
            return;
        }
        switch (dns.validates(zone)) {
            case DnsAnswer.Found<Boolean>(List<Boolean> _, boolean authentic) -> {
                if (!authentic) {
                    throw new BadSetting(
                            "posthorn.dns.validated",
                            "is true, and the name servers answered about the signed zone '"
                                    + zone
                                    + "' without having validated: name a resolver that does, in"
                                    + " posthorn.dns.servers, or set it to false");
                }
            }
            case DnsAnswer.Absent<Boolean> _ ->
                    throw new BadSetting(
                            "posthorn.dns.validated-zone",
                            "is '" + zone + "', which is no zone that the name servers know");
            case DnsAnswer.Unavailable<Boolean>(String reason) ->
                    LOG.warnf(
                            "whether the name servers validate (posthorn.dns.validated) is not"
                                    + " known: %s",
                            reason);
        }
    }
}
