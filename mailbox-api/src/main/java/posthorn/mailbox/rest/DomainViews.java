package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.EntityTag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.Domain;
import posthorn.mailbox.dkim.DomainKey;
import posthorn.mailbox.zone.ZoneRecord;
import posthorn.runtime.http.EntityTags;

/** Domains as the API shows them. */
final class DomainViews {

    private DomainViews() {}

    /** Tag of the state of a domain. */
    static EntityTag tag(Domain domain) {
        return EntityTags.of(domain);
    }

    /** A domain that is to be added. */
    public record NewDomain(@Nullable String name, @Nullable String postmaster) {}

    /** A domain. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DomainView(
            String name,
            @Nullable String postmaster,
            String created,
            @Nullable String catchAll,
            String tags,
            @Nullable String aliasOf,
            @Nullable String nextHop,
            @Nullable String recipients) {
        static DomainView of(Domain domain) {
            Domain.Options options = domain.options();
            return new DomainView(
                    domain.name(),
                    named(domain.postmaster()),
                    Instant.ofEpochMilli(domain.created()).toString(),
                    named(options.catchAll()),
                    options.tags(),
                    named(options.aliasOf()),
                    options.gateway().map(Domain.Gateway::nextHop).orElse(null),
                    options.gateway()
                            .map(gateway -> gateway.recipients().name().toLowerCase(Locale.ROOT))
                            .orElse(null));
        }

        private static @Nullable String named(String text) {
            return text.isEmpty() ? null : text;
        }
    }

    /** An address of a domain whose mailboxes are at another host. */
    public record ListedView(@Nullable String address) {}

    /** Keys of a domain. */
    public record KeysView(String domain, List<KeyView> keys) {}

    /** A key, without its private half. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeyView(
            String selector,
            String algorithm,
            String state,
            String name,
            String record,
            String created,
            String signsFrom,
            @Nullable String retiresFrom,
            @Nullable String goneFrom) {
        static KeyView of(DomainKey key, long now) {
            return new KeyView(
                    key.name().selector().folded(),
                    key.algorithm().word(),
                    key.state(now).word(),
                    key.name().dnsName(),
                    key.record(),
                    Instant.ofEpochMilli(key.created()).toString(),
                    Instant.ofEpochMilli(key.signsFrom()).toString(),
                    time(key.retiresFrom()),
                    time(key.goneFrom()));
        }

        private static @Nullable String time(long millis) {
            return millis == DomainKey.NEVER ? null : Instant.ofEpochMilli(millis).toString();
        }
    }

    /** Records of a domain. */
    public record RecordsView(String domain, List<RecordView> records) {}

    /** A record; {@code zone} is its line in a zone file (RFC 1035 §5.1). */
    public record RecordView(
            String name, String type, long ttl, String data, String why, String zone) {
        static RecordView of(ZoneRecord record) {
            return new RecordView(
                    record.name(),
                    record.type().name(),
                    record.ttl(),
                    record.data(),
                    record.why(),
                    record.line());
        }
    }
}
