package posthorn.ingress.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import posthorn.ingress.session.Directory;
import posthorn.ingress.session.Directory.Resolution;
import posthorn.protocol.smtp.ForwardPath;
import posthorn.protocol.wire.Resolved;
import posthorn.protocol.wire.ResolvedTarget;

/** What {@code mailbox-api} says of an address. */
final class ResolvedAddress {

    private ResolvedAddress() {}

    /**
     * In the session's words.
     *
     * @throws IOException it says something that this release does not know
     */
    static Resolution of(Resolved answer) throws IOException {
        return switch (answer.getLocality()) {
            case LOCAL ->
                    new Resolution.Local(
                            answer.getAccount(),
                            new Directory.Room(
                                    answer.hasOctetsLeft()
                                            ? OptionalLong.of(answer.getOctetsLeft())
                                            : OptionalLong.empty(),
                                    answer.hasOctetsLimit()
                                            ? OptionalLong.of(answer.getOctetsLimit())
                                            : OptionalLong.empty()));
            case UNKNOWN_USER -> new Resolution.UnknownUser();
            case REMOTE -> new Resolution.Remote();
            case ADDRESS_EXPANDED ->
                    new Resolution.Expanded(targets(answer), answer.getNotificationsOnly());
            case ADDRESS_DISABLED -> new Resolution.Disabled();
            case SENDER_NOT_ALLOWED -> new Resolution.SenderNotAllowed();
            case HOSTED_ELSEWHERE -> new Resolution.Elsewhere();
            case EXPANSION_FAILED -> new Resolution.ExpansionFailed();
            case NOT_KNOWN_NOW -> new Resolution.NotKnownNow();
            case LOCALITY_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IOException("mailbox-api answers " + answer.getLocalityValue());
        };
    }

    private static List<Directory.Target> targets(Resolved answer) throws IOException {
        List<Directory.Target> targets = new ArrayList<>();
        for (ResolvedTarget target : answer.getTargetsList()) {
            ForwardPath path =
                    ForwardPath.parse(target.getAddress())
                            .orElseThrow(() -> new IOException("mailbox-api leads to no address"));
            targets.add(
                    new Directory.Target(
                            path,
                            target.getAccount().isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(target.getAccount()),
                            target.getReversePath(),
                            target.getDeliveredTo()));
        }
        return List.copyOf(targets);
    }
}
