package posthorn.mailbox.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.QuotaLimits;
import posthorn.mailbox.directory.DomainQuota;
import posthorn.mailbox.registry.QuotaRegistry;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** Quotas as JSON has them. */
final class QuotaViews {

    private QuotaViews() {}

    /**
     * What may be held of one resource.
     *
     * @param used absent for what is no account
     * @param limit absent: no limit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Resource(@Nullable Long used, @Nullable Long limit) {}

    /**
     * The quota of an account.
     *
     * @param from who set the limits: account, domain or installation
     */
    public record AccountView(Resource octets, Resource messages, String from) {
        static AccountView of(QuotaRegistry.Holding holding) {
            QuotaLimits limits = holding.quota().limits();
            return new AccountView(
                    new Resource(holding.usage().octets(), limit(limits.octets())),
                    new Resource(holding.usage().messages(), limit(limits.messages())),
                    holding.quota().own().isPresent() ? "account" : setBy(holding.ofDomain()));
        }
    }

    /**
     * The quota of accounts of a domain.
     *
     * @param from who set the limits: domain or installation
     * @param settled whether every account was told already
     */
    public record DomainView(Resource octets, Resource messages, String from, boolean settled) {
        static DomainView of(DomainQuota quota) {
            return new DomainView(
                    new Resource(null, limit(quota.inForce().octets())),
                    new Resource(null, limit(quota.inForce().messages())),
                    setBy(quota),
                    quota.settled());
        }
    }

    /** Limits that are to be set. */
    public record NewLimits(@Nullable Resource octets, @Nullable Resource messages) {
        static Optional<QuotaLimits> of(@Nullable NewLimits given) {
            if (given == null || (given.octets() == null && given.messages() == null)) {
                throw Problem.of(
                                ProblemCode.INVALID,
                                "There are no limits.",
                                "Give octets, messages or both, as in"
                                        + " {\"octets\":{\"limit\":1000000000}}; DELETE takes limits away.")
                        .exception();
            }
            return Optional.of(new QuotaLimits(limit(given.octets()), limit(given.messages())));
        }

        private static long limit(@Nullable Resource resource) {
            Long limit = resource == null ? null : resource.limit();
            if (limit != null && limit < 0) {
                throw Problem.of(
                                ProblemCode.INVALID,
                                "A limit is below 0.",
                                "Give a positive number, or leave it out for no limit.")
                        .exception();
            }
            return limit == null ? 0 : limit;
        }
    }

    private static String setBy(DomainQuota quota) {
        return quota.own().isPresent() ? "domain" : "installation";
    }

    private static @Nullable Long limit(long limit) {
        return limit == 0 ? null : limit;
    }
}
