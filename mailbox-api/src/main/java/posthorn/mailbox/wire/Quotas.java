package posthorn.mailbox.wire;

import java.util.Optional;
import posthorn.mailbox.account.AccountQuota;
import posthorn.mailbox.account.QuotaLevel;
import posthorn.protocol.wire.AccountCreated;
import posthorn.protocol.wire.QuotaChanged;
import posthorn.protocol.wire.QuotaLimits;

/** What accounts may hold. */
final class Quotas {

    private Quotas() {}

    static AccountCreated created(AccountQuota quota) {
        return AccountCreated.newBuilder()
                .setQuota(quota.limits().octets())
                .setQuotaMessages(quota.limits().messages())
                .setQuotaGeneration(quota.generation())
                .build();
    }

    static AccountQuota decode(AccountCreated created) {
        return new AccountQuota(
                Optional.empty(),
                limits(created.getQuota(), created.getQuotaMessages()),
                created.getQuotaGeneration(),
                QuotaLevel.LOW);
    }

    static QuotaChanged encode(AccountQuota quota) {
        QuotaChanged.Builder changed =
                QuotaChanged.newBuilder()
                        .setQuota(quota.limits().octets())
                        .setQuotaMessages(quota.limits().messages())
                        .setGeneration(quota.generation())
                        .setToldPercent(quota.told().percent());
        if (quota.own().isPresent()) {
            changed.setInherited(
                    QuotaLimits.newBuilder()
                            .setOctets(quota.inherited().octets())
                            .setMessages(quota.inherited().messages()));
        }
        return changed.build();
    }

    static AccountQuota decode(QuotaChanged changed) {
        posthorn.mailbox.account.QuotaLimits inForce =
                limits(changed.getQuota(), changed.getQuotaMessages());
        boolean own = changed.hasInherited();
        QuotaLimits inherited = changed.getInherited();
        return new AccountQuota(
                own ? Optional.of(inForce) : Optional.empty(),
                own ? limits(inherited.getOctets(), inherited.getMessages()) : inForce,
                changed.getGeneration(),
                QuotaLevel.ofPercent(changed.getToldPercent()));
    }

    private static posthorn.mailbox.account.QuotaLimits limits(long octets, long messages) {
        return new posthorn.mailbox.account.QuotaLimits(octets, messages);
    }
}
