package posthorn.delivery.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import posthorn.delivery.dispatch.LocalDelivery;
import posthorn.delivery.dispatch.Relay;
import posthorn.delivery.policy.AttemptResult;
import posthorn.delivery.policy.DeliveryFailure;
import posthorn.delivery.policy.FailurePolicy;
import posthorn.delivery.queue.AnswerLost;
import posthorn.delivery.queue.QueuedBody;
import posthorn.protocol.wire.AcceptedMail;
import posthorn.protocol.wire.Resolved;

/**
 * The way to other hosts for what is still remote: a domain may have become ours since the message
 * was accepted, and a notification may go to a sender of ours who is no more. When the directory is
 * away, what was accepted as remote is relayed as remote.
 */
public final class ResolvingRelay implements Relay {

    private final RecipientDirectory accounts;
    private final LocalDelivery local;
    private final Relay remote;

    /** Asks {@code accounts} first. */
    public ResolvingRelay(RecipientDirectory accounts, LocalDelivery local, Relay remote) {
        this.accounts = accounts;
        this.local = local;
        this.remote = remote;
    }

    @Override
    public Map<Integer, AttemptResult> relay(
            AcceptedMail mail,
            QueuedBody body,
            String key,
            Collection<Integer> ordinals,
            BooleanSupplier mayEnd) {
        Map<Integer, Resolved> resolved = resolved(mail, ordinals);
        Map<Integer, AttemptResult> results = new LinkedHashMap<>();
        List<Integer> ours = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        AcceptedMail.Builder named = mail.toBuilder();
        for (Integer ordinal : ordinals) {
            Resolved who = resolved.getOrDefault(ordinal, Resolved.getDefaultInstance());
            switch (who.getLocality()) {
                case LOCAL -> {
                    named.getRecipientsBuilder(ordinal).setAccount(who.getAccount());
                    ours.add(ordinal);
                }
                case UNKNOWN_USER ->
                        results.put(
                                ordinal,
                                FailurePolicy.result(
                                        new DeliveryFailure.NoSuchUser(
                                                mail.getRecipients(ordinal).getAddress())));
                case REMOTE, LOCALITY_UNSPECIFIED, UNRECOGNIZED -> others.add(ordinal);
            }
        }
        if (!ours.isEmpty()) {
            results.putAll(local.deliver(named.build(), body, ours));
        }
        if (!others.isEmpty()) {
            results.putAll(remote.relay(mail, body, key, others, mayEnd));
        }
        return results;
    }

    private Map<Integer, Resolved> resolved(AcceptedMail mail, Collection<Integer> ordinals) {
        List<String> addresses =
                ordinals.stream().map(o -> mail.getRecipients(o).getAddress()).toList();
        Map<Integer, Resolved> byOrdinal = new LinkedHashMap<>();
        try {
            Map<String, Resolved> byAddress = accounts.resolve(addresses);
            for (Integer ordinal : ordinals) {
                Resolved who = byAddress.get(mail.getRecipients(ordinal).getAddress());
                if (who != null) {
                    byOrdinal.put(ordinal, who);
                }
            }
        } catch (AnswerLost e) {
            return Map.of();
        }
        return byOrdinal;
    }
}
