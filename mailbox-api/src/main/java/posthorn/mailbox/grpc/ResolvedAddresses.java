package posthorn.mailbox.grpc;

import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Resolution;
import posthorn.protocol.wire.Locality;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.ResolvedTarget;

/** Where mail goes, as it stands in an answer. */
final class ResolvedAddresses {

    private ResolvedAddresses() {}

    static Resolved of(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Local(var account) -> of(Locality.LOCAL, account).build();
            case Resolution.Disabled(var account) -> of(Locality.ADDRESS_DISABLED, account).build();
            case Resolution.Expanded expanded -> expanded(expanded);
            case Resolution.Elsewhere(String nextHop) ->
                    Resolved.newBuilder()
                            .setLocality(Locality.HOSTED_ELSEWHERE)
                            .setNextHop(nextHop)
                            .build();
            case Resolution.UnknownUser() -> of(Locality.UNKNOWN_USER);
            case Resolution.Remote() -> of(Locality.REMOTE);
            case Resolution.SenderNotAllowed() -> of(Locality.SENDER_NOT_ALLOWED);
            case Resolution.ExpansionFailed() -> of(Locality.EXPANSION_FAILED);
            case Resolution.NotKnownNow() -> of(Locality.NOT_KNOWN_NOW);
        };
    }

    static Resolved.Builder of(Locality locality, AddressEntry.Account account) {
        return Resolved.newBuilder()
                .setLocality(locality)
                .setAccount(account.account())
                .setAddress(account.address());
    }

    private static Resolved of(Locality locality) {
        return Resolved.newBuilder().setLocality(locality).build();
    }

    private static Resolved expanded(Resolution.Expanded expanded) {
        Resolved.Builder resolved =
                Resolved.newBuilder()
                        .setLocality(Locality.ADDRESS_EXPANDED)
                        .setNotificationsOnly(expanded.notificationsOnly());
        expanded.targets()
                .forEach(target ->
                        resolved.addTargets(
                                ResolvedTarget.newBuilder()
                                        .setAddress(target.address())
                                        .setAccount(target.account())
                                        .setReversePath(target.reversePath())
                                        .setDeliveredTo(target.deliveredTo())));
        return resolved.build();
    }
}
