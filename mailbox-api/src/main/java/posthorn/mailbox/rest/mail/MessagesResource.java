package posthorn.mailbox.rest.mail;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.account.AccountState;
import posthorn.mailbox.account.Command;
import posthorn.mailbox.account.CommandOutcome;
import posthorn.mailbox.account.FlagMode;
import posthorn.mailbox.account.Mailbox;
import posthorn.mailbox.account.UidRange;
import posthorn.mailbox.account.UidSet;
import posthorn.mailbox.browse.MessageListing;
import posthorn.mailbox.browse.MessageSummary;
import posthorn.mailbox.content.SearchQuery;
import posthorn.mailbox.rest.HttpResponses;
import posthorn.mailbox.rest.access.AllowedTo;
import posthorn.mailbox.rest.access.Role;
import posthorn.runtime.http.Page;
import posthorn.runtime.http.PageRequest;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/** The messages of a mailbox, many at once. */
@Path("/v1/accounts/{address}/mailboxes/{mailbox}/messages")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
@Singleton
public final class MessagesResource {

    private static final String KEY = "Idempotency-Key";
    private static final String DELETED = "\\Deleted";

    private final MailboxAccess mailboxes;
    private final MessageListing listing;

    @Inject
    MessagesResource(MailboxAccess mailboxes, MessageListing listing) {
        this.mailboxes = mailboxes;
        this.listing = listing;
    }

    /** Flags that messages get and lose; system flags with their backslash. */
    public record FlagChange(
            @Nullable List<Long> uids, @Nullable List<String> add, @Nullable List<String> remove) {}

    /** Messages that go elsewhere: {@code to} is the id of a mailbox. */
    public record Transfer(@Nullable List<Long> uids, @Nullable String to) {}

    /** UIDs of those that were changed. */
    public record Changed(List<Long> uids) {}

    /**
     * Messages that are elsewhere now.
     *
     * @param mailbox id of where they are
     * @param uids that they have there, in the order of {@code from}
     * @param from UIDs that they had; those that were gone are left out
     */
    public record Transferred(String mailbox, List<Long> uids, List<Long> from) {}

    @GET
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "List messages, the newest first",
            description =
                    "search: words and \"phrases\" that stand in header or text; from:, to:, cc:,"
                            + " subject:, is:unread, is:flagged, since:2026-11-28, before:, larger:1M;"
                            + " - in front: not so.")
    public Uni<Response> list(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @QueryParam("search") @DefaultValue("") String search,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        long before = page.after().isEmpty() ? UidRange.MAX_UID + 1 : uid(page.after());
        return HttpResponses.found(
                MailProblems.told(
                        mailboxes
                                .account(address)
                                .flatMap(account ->
                                        listing.newest(
                                                account.account(),
                                                MailboxAccess.number(mailbox),
                                                SearchQuery.parse(search),
                                                before,
                                                page.oneMore()))),
                found ->
                        Page.of(
                                found,
                                page,
                                (MessageSummary last) -> Long.toString(last.uid()),
                                message -> message));
    }

    private static long uid(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException none) {
            throw Problem.of(
                            ProblemCode.INVALID_CURSOR,
                            "cursor is none that this list gave.",
                            "Give the next of the page before, or leave it out to begin anew.")
                    .exception();
        }
    }

    @PATCH
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Change flags",
            description = "Answers with the messages whose flags are others now.")
    public Uni<Response> flag(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @HeaderParam(KEY) @Nullable String key,
            @Nullable FlagChange change) {
        UidSet uids = UidList.of(change == null ? null : change.uids());
        List<String> add = flags(change == null ? null : change.add());
        List<String> remove = flags(change == null ? null : change.remove());
        return HttpResponses.found(
                MailProblems.told(
                        mailboxes
                                .account(address)
                                .flatMap(account -> {
                                    Flagging flagging =
                                            new Flagging(
                                                    account.account(),
                                                    MailboxAccess.number(mailbox),
                                                    uids,
                                                    key);
                                    return flagging.store(FlagMode.ADD, add)
                                            .flatMap(added ->
                                                    flagging.store(FlagMode.REMOVE, remove)
                                                            .map(removed -> both(added, removed)));
                                })),
                changed -> new Changed(list(changed)));
    }

    private static List<String> flags(@Nullable List<String> given) {
        List<String> flags = new ArrayList<>();
        if (given != null) {
            for (@Nullable String flag : given) {
                if (flag == null) {
                    throw MailProblems.invalid("A flag is null.", "Name it.").exception();
                }
                flags.add(flag);
            }
        }
        return flags;
    }

    private static UidSet both(UidSet one, UidSet other) {
        List<UidRange> ranges = new ArrayList<>(one.ranges());
        ranges.addAll(other.ranges());
        return UidSet.of(ranges);
    }

    /** Changes of flags that one request asks for. */
    private final class Flagging {
        private final String account;
        private final long mailbox;
        private final UidSet uids;
        private final @Nullable String key;

        Flagging(String account, long mailbox, UidSet uids, @Nullable String key) {
            this.account = account;
            this.mailbox = mailbox;
            this.uids = uids;
            this.key = key;
        }

        /** Those that it changed. */
        Uni<UidSet> store(FlagMode mode, List<String> flags) {
            if (flags.isEmpty()) {
                return Uni.createFrom().item(UidSet.EMPTY);
            }
            return mailboxes
                    .execute(
                            account,
                            new Command.StoreFlags(
                                    mailboxes.key(key, mode.name()),
                                    mailbox,
                                    uids,
                                    mode,
                                    flags,
                                    OptionalLong.empty()))
                    .map(CommandOutcome.Done::affected);
        }
    }

    @POST
    @Path("/copy")
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(summary = "Copy messages into another mailbox")
    public Uni<Response> copy(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @HeaderParam(KEY) @Nullable String key,
            @Nullable Transfer transfer) {
        return transfer(address, mailbox, key, transfer, false);
    }

    @POST
    @Path("/move")
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(summary = "Move messages into another mailbox")
    public Uni<Response> move(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @HeaderParam(KEY) @Nullable String key,
            @Nullable Transfer transfer) {
        return transfer(address, mailbox, key, transfer, true);
    }

    private Uni<Response> transfer(
            String address,
            String mailbox,
            @Nullable String key,
            @Nullable Transfer transfer,
            boolean move) {
        UidSet uids = UidList.of(transfer == null ? null : transfer.uids());
        String to = transfer == null || transfer.to() == null ? "" : transfer.to();
        return HttpResponses.found(
                MailProblems.told(
                        mailboxes
                                .state(address)
                                .flatMap(state ->
                                        mailboxes.execute(
                                                state.account(),
                                                new Command.CopyMessages(
                                                        mailboxes.key(key, move ? "move" : "copy"),
                                                        MailboxAccess.number(mailbox),
                                                        uids,
                                                        MailboxAccess.mailbox(state, to)
                                                                .head()
                                                                .name(),
                                                        move)))),
                MessagesResource::transferred);
    }

    private static Transferred transferred(CommandOutcome.Done done) {
        return new Transferred(
                Long.toString(done.mailbox()), list(done.uids()), list(done.fromUids()));
    }

    private static List<Long> list(UidSet uids) {
        List<Long> list = new ArrayList<>();
        uids.forEach(list::add);
        return list;
    }

    @DELETE
    @AllowedTo({Role.ADMIN, Role.USER})
    @Operation(
            summary = "Delete messages",
            description =
                    "They go to Trash. Out of Trash, where there is none, or with permanently=true they"
                            + " are gone. uids: 1,2,5:9")
    public Uni<Response> delete(
            @PathParam("address") String address,
            @PathParam("mailbox") String mailbox,
            @HeaderParam(KEY) @Nullable String key,
            @QueryParam("uids") @Nullable String uids,
            @QueryParam("permanently") @DefaultValue("false") boolean permanently) {
        UidSet wanted = UidList.parse(uids);
        return HttpResponses.answered(
                MailProblems.told(
                        mailboxes
                                .state(address)
                                .flatMap(state -> {
                                    Mailbox from = MailboxAccess.mailbox(state, mailbox);
                                    return delete(
                                            state.account(),
                                            from,
                                            permanently ? null : trash(state),
                                            wanted,
                                            key);
                                })),
                done -> Response.noContent().build());
    }

    private Uni<CommandOutcome.Done> delete(
            String account,
            Mailbox from,
            @Nullable Mailbox trash,
            UidSet uids,
            @Nullable String key) {
        return trash == null || trash.head().number() == from.head().number()
                ? remove(account, from, uids, key)
                : mailboxes.execute(
                        account,
                        new Command.CopyMessages(
                                mailboxes.key(key, "trash"),
                                from.head().number(),
                                uids,
                                trash.head().name(),
                                true));
    }

    private Uni<CommandOutcome.Done> remove(
            String account, Mailbox from, UidSet uids, @Nullable String key) {
        long mailbox = from.head().number();
        return new Flagging(account, mailbox, uids, key)
                .store(FlagMode.ADD, List.of(DELETED))
                .flatMap(marked ->
                        mailboxes.execute(
                                account,
                                new Command.Expunge(mailboxes.key(key, "expunge"), mailbox, uids)));
    }

    private static @Nullable Mailbox trash(AccountState state) {
        return state.mailboxes().stream()
                .filter(mailbox -> mailbox.head().specialUse().equals("Trash"))
                .findFirst()
                .orElse(null);
    }
}
