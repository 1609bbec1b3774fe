package posthorn.probe;

import java.util.Locale;

/** What a record of a domain is for. */
public enum RecordKind {
    MX(true),
    SPF(true),
    DKIM(true),
    DMARC(true),
    MTA_STS(false),
    TLS_RPT(false),
    SERVICE(false),
    OTHER(false);

    private final boolean needed;

    RecordKind(boolean needed) {
        this.needed = needed;
    }

    /** Whether mail to or from the domain suffers where it is missing. */
    public boolean isNeeded() {
        return needed;
    }

    /** Whether a domain may have another one on purpose: it says more than we know. */
    public boolean mayDiffer() {
        return this == SPF || this == DMARC || this == TLS_RPT;
    }

    /**
     * The kind of a record.
     *
     * @param name full, without the dot at its end
     * @param type as in {@code MX}
     * @param data as a zone file has it; of TXT the text itself
     */
    public static RecordKind of(String name, String type, String data) {
        String lower = data.toLowerCase(Locale.ROOT);
        if (type.equals("MX")) {
            return MX;
        }
        if (type.equals("SRV")) {
            return SERVICE;
        }
        if (name.contains("._domainkey.")) {
            return DKIM;
        }
        if (lower.startsWith("v=spf1")) {
            return SPF;
        }
        if (lower.startsWith("v=dmarc1")) {
            return DMARC;
        }
        if (lower.startsWith("v=stsv1") || name.startsWith("mta-sts.")) {
            return MTA_STS;
        }
        return lower.startsWith("v=tlsrptv1") ? TLS_RPT : OTHER;
    }

    /** What a record of this kind begins with, where there may be one at a name; else empty. */
    String version() {
        return switch (this) {
            case SPF -> "v=spf1";
            case DMARC -> "v=dmarc1";
            case MTA_STS -> "v=stsv1";
            case TLS_RPT -> "v=tlsrptv1";
            case MX, DKIM, SERVICE, OTHER -> "";
        };
    }
}
