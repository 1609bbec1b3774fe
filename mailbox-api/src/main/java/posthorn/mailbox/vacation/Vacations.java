package posthorn.mailbox.vacation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import posthorn.mailbox.clients.ClientEvents;
import posthorn.mailbox.clients.EventKey;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.Vacation;
import posthorn.mailbox.directory.VacationStore;
import posthorn.mailbox.registry.AccountLookup;
import posthorn.mailbox.registry.OwnAddresses;
import posthorn.protocol.smtp.AddressKey;

/** Answers for those who are away. Safe for all threads. */
public final class Vacations {

    private static final Duration HOUR = Duration.ofHours(1);

    private final VacationStore store;
    private final ReplyClaims claims;
    private final AccountLookup accounts;
    private final OwnAddresses addresses;
    private final ClientEvents events;
    private final int hourly;
    private final InstantSource clock;

    /**
     * @param hourly replies of one account within an hour
     */
    public Vacations(
            VacationStore store,
            ReplyClaims claims,
            AccountLookup accounts,
            OwnAddresses addresses,
            ClientEvents events,
            int hourly,
            InstantSource clock) {
        this.store = store;
        this.claims = claims;
        this.accounts = accounts;
        this.addresses = addresses;
        this.events = events;
        this.hourly = hourly;
        this.clock = clock;
    }

    /**
     * A message that might be answered.
     *
     * @param account that got it
     * @param sender its reverse-path
     * @param addressed addresses in its To and Cc
     * @param id of the message
     */
    public record Question(String account, String sender, List<String> addressed, String id) {
        /** Keeps the addresses from changing. */
        public Question {
            addressed = List.copyOf(addressed);
        }
    }

    /** What is answered: once for a sender and period, and each time for the same message. */
    public Uni<Optional<Reply>> claim(Question question) {
        long now = clock.millis();
        return Uni.createFrom()
                .completionStage(() -> store.find(question.account()))
                .flatMap(found ->
                        found.filter(vacation -> vacation.isActive(now))
                                .map(vacation -> addressed(question, vacation, now))
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /**
     * A reply.
     *
     * @param address of the account
     */
    public record Reply(String address, String subject, String text) {}

    private Uni<Optional<Reply>> addressed(Question question, Vacation vacation, long now) {
        Optional<String> sender = AddressKey.parse(question.sender()).map(AddressKey::toString);
        if (sender.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        List<String> asked = new ArrayList<>(question.addressed());
        asked.add(sender.get());
        return Uni.combine()
                .all()
                .unis(accounts.find(question.account()), addresses.of(question.account(), asked))
                .asTuple()
                .flatMap(found -> {
                    Optional<AddressEntry.Account> owner =
                            found.getItem1().filter(AddressEntry.Account::letsIn);
                    boolean meant =
                            question.addressed().stream().anyMatch(found.getItem2()::contains);
                    boolean self = found.getItem2().contains(sender.get());
                    return owner.isPresent() && meant && !self
                            ? claimed(question, vacation, sender.get(), now)
                                    .map(mine ->
                                            mine
                                                    ? Optional.of(reply(owner.get(), vacation))
                                                    : Optional.<Reply>empty())
                            : Uni.createFrom().item(Optional.empty());
                });
    }

    private static Reply reply(AddressEntry.Account owner, Vacation vacation) {
        return new Reply(owner.address(), vacation.subject(), vacation.text());
    }

    private Uni<Boolean> claimed(Question question, Vacation vacation, String sender, long now) {
        long until = now + Duration.ofDays(vacation.days()).toMillis();
        return Uni.createFrom()
                .completionStage(
                        () -> claims.claim(question.account(), sender, question.id(), now, until))
                .flatMap(claim ->
                        switch (claim) {
                            case NEW -> withinHour(question.account());
                            case SAME -> Uni.createFrom().item(true);
                            case TAKEN -> Uni.createFrom().item(false);
                        });
    }

    private Uni<Boolean> withinHour(String account) {
        EventKey key =
                new EventKey(
                        EventKey.Event.AUTOMATIC_REPLY,
                        new EventKey.Subject.Account(account),
                        HOUR);
        return events.count(List.of(new ClientEvents.Counted(key, 1)))
                .map(totals -> totals.getFirst().count() <= hourly);
    }

    /** Forgets who may be answered again. */
    public CompletionStage<Void> forget() {
        return claims.forget(clock.millis());
    }
}
