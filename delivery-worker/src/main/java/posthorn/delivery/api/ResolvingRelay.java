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
 * away, what was accepted as remote is relayed as remote, but for what another host has for us:
 * that waits.
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
        Sorted sorted = sorted(mail, ordinals, resolved(mail, ordinals));
        Map<Integer, AttemptResult> results = new LinkedHashMap<>(sorted.decided());
        if (!sorted.ours().isEmpty()) {
            results.putAll(local.deliver(sorted.mail().build(), body, sorted.ours()));
        }
        sorted.hops()
                .forEach(
                        (hop, some) -> results.putAll(remote.relay(mail, body, hop, some, mayEnd)));
        if (!sorted.others().isEmpty()) {
            results.putAll(remote.relay(mail, body, key, sorted.others(), mayEnd));
        }
        return results;
    }

    /**
     * Recipients by where they are now.
     *
     * @param mail with the accounts of those that are ours
     * @param hops ordinals by the host that has their mailboxes, as a key of {@link Relay}
     */
    private record Sorted(
            AcceptedMail.Builder mail,
            Map<Integer, AttemptResult> decided,
            List<Integer> ours,
            Map<String, List<Integer>> hops,
            List<Integer> others) {

        void fail(int ordinal, DeliveryFailure failure) {
            decided.put(ordinal, FailurePolicy.result(failure));
        }
    }

    private static Sorted sorted(
            AcceptedMail mail, Collection<Integer> ordinals, Map<Integer, Resolved> resolved) {
        Sorted sorted =
                new Sorted(
                        mail.toBuilder(),
                        new LinkedHashMap<>(),
                        new ArrayList<>(),
                        new LinkedHashMap<>(),
                        new ArrayList<>());
        for (Integer ordinal : ordinals) {
            String address = mail.getRecipients(ordinal).getAddress();
            Resolved who = resolved.getOrDefault(ordinal, Resolved.getDefaultInstance());
            switch (who.getLocality()) {
                case LOCAL, ADDRESS_DISABLED -> {
                    sorted.mail().getRecipientsBuilder(ordinal).setAccount(who.getAccount());
                    sorted.ours().add(ordinal);
                }
                case HOSTED_ELSEWHERE ->
                        sorted.hops()
                                .computeIfAbsent(who.getNextHop(), _ -> new ArrayList<>())
                                .add(ordinal);
                case UNKNOWN_USER -> sorted.fail(ordinal, new DeliveryFailure.NoSuchUser(address));
                case ADDRESS_EXPANDED, SENDER_NOT_ALLOWED ->
                        sorted.fail(ordinal, new DeliveryFailure.BecameGroup(address));
                case EXPANSION_FAILED, NOT_KNOWN_NOW ->
                        sorted.fail(
                                ordinal,
                                new DeliveryFailure.MailboxUnavailable(
                                        "where mail for " + address + " goes is not known now"));
                case REMOTE, LOCALITY_UNSPECIFIED, UNRECOGNIZED -> remote(sorted, mail, ordinal);
            }
        }
        return sorted;
    }

    /** What another host has for us is not looked for by MX: that would lead back here. */
    private static void remote(Sorted sorted, AcceptedMail mail, int ordinal) {
        if (mail.getRecipients(ordinal).getHostedElsewhere()) {
            sorted.fail(
                    ordinal,
                    new DeliveryFailure.MailboxUnavailable(
                            "which host has the mailbox is not known now"));
        } else {
            sorted.others().add(ordinal);
        }
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
