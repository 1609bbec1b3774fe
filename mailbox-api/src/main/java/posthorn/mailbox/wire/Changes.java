package posthorn.mailbox.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Optional;
import posthorn.mailbox.account.Access;
import posthorn.mailbox.account.Change;
import posthorn.mailbox.account.Facts;
import posthorn.protocol.wire.AccessChanged;
import posthorn.protocol.wire.AddedMessage;
import posthorn.protocol.wire.FlagsChanged;
import posthorn.protocol.wire.FlagsOf;
import posthorn.protocol.wire.MailboxCreated;
import posthorn.protocol.wire.MailboxDeleted;
import posthorn.protocol.wire.MailboxRenamed;
import posthorn.protocol.wire.MailboxRenumbered;
import posthorn.protocol.wire.MaildropLocked;
import posthorn.protocol.wire.MaildropUnlocked;
import posthorn.protocol.wire.MessageFacts;
import posthorn.protocol.wire.MessagesAdded;
import posthorn.protocol.wire.MessagesExpunged;
import posthorn.protocol.wire.RecentTaken;
import posthorn.protocol.wire.SegmentAdded;
import posthorn.protocol.wire.SubscriptionChanged;

/** What became true, change by change. */
final class Changes {

    private Changes() {}

    static posthorn.protocol.wire.Change encode(Change change) {
        var record = posthorn.protocol.wire.Change.newBuilder().setModSeq(change.modSeq());
        switch (change) {
            case Change.AccountCreated c -> record.setAccountCreated(Quotas.created(c.quota()));
            case Change.MailboxCreated c -> record.setMailboxCreated(created(c));
            case Change.MailboxRenamed c ->
                    record.setMailboxRenamed(
                            MailboxRenamed.newBuilder().setMailbox(c.mailbox()).setName(c.name()));
            case Change.MailboxRenumbered c -> record.setMailboxRenumbered(renumbered(c));
            case Change.MailboxDeleted c ->
                    record.setMailboxDeleted(MailboxDeleted.newBuilder().setMailbox(c.mailbox()));
            case Change.SubscriptionChanged c ->
                    record.setSubscriptionChanged(
                            SubscriptionChanged.newBuilder()
                                    .setName(c.name())
                                    .setSubscribed(c.subscribed()));
            case Change.MessagesAdded c -> record.setMessagesAdded(added(c));
            case Change.FlagsChanged c -> record.setFlagsChanged(flags(c));
            case Change.MessagesExpunged c -> record.setMessagesExpunged(expunged(c));
            case Change.RecentTaken c ->
                    record.setRecentTaken(
                            RecentTaken.newBuilder()
                                    .setMailbox(c.mailbox())
                                    .setBelowUid(c.belowUid()));
            case Change.MaildropLocked c -> record.setMaildropLocked(locked(c));
            case Change.MaildropUnlocked c ->
                    record.setMaildropUnlocked(MaildropUnlocked.newBuilder().setToken(c.token()));
            case Change.AccessChanged c ->
                    record.setAccessChanged(
                            AccessChanged.newBuilder()
                                    .setAccess(encode(c.access()))
                                    .setAccessGeneration(c.generation()));
            case Change.QuotaChanged c -> record.setQuotaChanged(Quotas.encode(c.quota()));
            case Change.SegmentAdded c -> record.setSegmentAdded(segment(c));
        }
        return record.build();
    }

    /** Empty for a kind that only a newer release knows. */
    static Optional<Change> decode(posthorn.protocol.wire.Change record) {
        long at = record.getModSeq();
        return Optional.ofNullable(
                switch (record.getKindCase()) {
                    case ACCOUNT_CREATED ->
                            new Change.AccountCreated(
                                    at, Quotas.decode(record.getAccountCreated()));
                    case MAILBOX_CREATED -> created(at, record.getMailboxCreated());
                    case MAILBOX_RENAMED -> renamed(at, record.getMailboxRenamed());
                    case MAILBOX_RENUMBERED -> renumbered(at, record.getMailboxRenumbered());
                    case MAILBOX_DELETED ->
                            new Change.MailboxDeleted(at, record.getMailboxDeleted().getMailbox());
                    case SUBSCRIPTION_CHANGED -> subscription(at, record.getSubscriptionChanged());
                    case MESSAGES_ADDED -> added(at, record.getMessagesAdded());
                    case FLAGS_CHANGED -> flags(at, record.getFlagsChanged());
                    case MESSAGES_EXPUNGED -> expunged(at, record.getMessagesExpunged());
                    case RECENT_TAKEN -> recent(at, record.getRecentTaken());
                    case MAILDROP_LOCKED -> locked(at, record.getMaildropLocked());
                    case MAILDROP_UNLOCKED ->
                            new Change.MaildropUnlocked(
                                    at, record.getMaildropUnlocked().getToken());
                    case ACCESS_CHANGED ->
                            new Change.AccessChanged(
                                    at,
                                    decode(record.getAccessChanged().getAccess()),
                                    record.getAccessChanged().getAccessGeneration());
                    case QUOTA_CHANGED ->
                            new Change.QuotaChanged(at, Quotas.decode(record.getQuotaChanged()));
                    case SEGMENT_ADDED -> segment(at, record.getSegmentAdded());
                    case KIND_NOT_SET -> null;
                });
    }

    static posthorn.protocol.wire.Access encode(Access access) {
        return posthorn.protocol.wire.Access.valueOf(access.name());
    }

    private static Access decode(posthorn.protocol.wire.Access access) {
        return Access.valueOf(access.name());
    }

    private static MailboxCreated created(Change.MailboxCreated c) {
        return MailboxCreated.newBuilder()
                .setMailbox(c.mailbox())
                .setName(c.name())
                .setUidValidity(c.uidValidity())
                .setSpecialUse(c.specialUse())
                .build();
    }

    private static Change created(long at, MailboxCreated c) {
        return new Change.MailboxCreated(
                at, c.getMailbox(), c.getName(), c.getUidValidity(), c.getSpecialUse());
    }

    private static Change renamed(long at, MailboxRenamed c) {
        return new Change.MailboxRenamed(at, c.getMailbox(), c.getName());
    }

    private static MailboxRenumbered renumbered(Change.MailboxRenumbered c) {
        return MailboxRenumbered.newBuilder()
                .setMailbox(c.mailbox())
                .setUidValidity(c.uidValidity())
                .build();
    }

    private static Change renumbered(long at, MailboxRenumbered c) {
        return new Change.MailboxRenumbered(at, c.getMailbox(), c.getUidValidity());
    }

    private static Change subscription(long at, SubscriptionChanged c) {
        return new Change.SubscriptionChanged(at, c.getName(), c.getSubscribed());
    }

    private static MessagesExpunged expunged(Change.MessagesExpunged c) {
        return MessagesExpunged.newBuilder()
                .setMailbox(c.mailbox())
                .addAllUids(Uids.encode(c.uids()))
                .build();
    }

    private static MaildropLocked locked(Change.MaildropLocked c) {
        return MaildropLocked.newBuilder().setToken(c.token()).setRenewal(c.renewal()).build();
    }

    private static Change expunged(long at, MessagesExpunged c) {
        return new Change.MessagesExpunged(at, c.getMailbox(), Uids.decode(c.getUidsList()));
    }

    private static Change recent(long at, RecentTaken c) {
        return new Change.RecentTaken(at, c.getMailbox(), c.getBelowUid());
    }

    private static Change locked(long at, MaildropLocked c) {
        return new Change.MaildropLocked(at, c.getToken(), c.getRenewal());
    }

    private static MessagesAdded added(Change.MessagesAdded c) {
        MessagesAdded.Builder record = MessagesAdded.newBuilder().setMailbox(c.mailbox());
        for (Change.AddedMessage m : c.messages()) {
            AddedMessage.Builder message =
                    AddedMessage.newBuilder()
                            .setUid(m.uid())
                            .setBody(m.body())
                            .setSize(m.size())
                            .setInternalDate(m.internalDate())
                            .addAllFlags(m.flags())
                            .setFromMailbox(m.fromMailbox())
                            .setFromUid(m.fromUid());
            if (!m.facts().equals(Facts.NONE)) {
                message.setFacts(facts(m.facts()));
            }
            record.addMessages(message);
        }
        return record.build();
    }

    private static Change added(long at, MessagesAdded c) {
        return new Change.MessagesAdded(
                at,
                c.getMailbox(),
                c.getMessagesList().stream()
                        .map(m ->
                                new Change.AddedMessage(
                                        m.getUid(),
                                        m.getBody(),
                                        m.getSize(),
                                        m.getInternalDate(),
                                        m.getFlagsList(),
                                        m.hasFacts()
                                                ? Facts.of(m.getFacts().toByteArray())
                                                : Facts.NONE,
                                        m.getFromMailbox(),
                                        m.getFromUid()))
                        .toList());
    }

    static MessageFacts facts(Facts facts) {
        try {
            ByteString bytes = UnsafeByteOperations.unsafeWrap(facts.bytes());
            return MessageFacts.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the facts of a message are no record", e);
        }
    }

    private static FlagsChanged flags(Change.FlagsChanged c) {
        FlagsChanged.Builder record = FlagsChanged.newBuilder().setMailbox(c.mailbox());
        c.groups()
                .forEach(group ->
                        record.addGroups(
                                FlagsOf.newBuilder()
                                        .addAllUids(Uids.encode(group.uids()))
                                        .addAllFlags(group.flags())));
        return record.build();
    }

    private static Change flags(long at, FlagsChanged c) {
        return new Change.FlagsChanged(
                at,
                c.getMailbox(),
                c.getGroupsList().stream()
                        .map(group ->
                                new Change.FlagsOf(
                                        Uids.decode(group.getUidsList()), group.getFlagsList()))
                        .toList());
    }

    private static SegmentAdded segment(Change.SegmentAdded c) {
        return SegmentAdded.newBuilder()
                .setMailbox(c.mailbox())
                .setSegment(c.segment())
                .setBaseUid(c.baseUid())
                .setCount(c.count())
                .setOctets(c.octets())
                .build();
    }

    private static Change segment(long at, SegmentAdded c) {
        return new Change.SegmentAdded(
                at, c.getMailbox(), c.getSegment(), c.getBaseUid(), c.getCount(), c.getOctets());
    }
}
