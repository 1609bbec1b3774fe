package posthorn.mailbox.rest.access;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.DirectoryOutcome;
import posthorn.mailbox.session.Sessions;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;

/**
 * Asks those who change their own password for the one until now, so that a session alone that
 * somebody else got hold of takes no account over. The session in which it is changed goes on, the
 * others end.
 */
@Singleton
public final class OwnPassword {

    private final Access access;
    private final Authenticator authenticator;
    private final Sessions sessions;

    @Inject
    OwnPassword(Access access, Authenticator authenticator, Sessions sessions) {
        this.access = access;
        this.authenticator = authenticator;
        this.sessions = sessions;
    }

    /**
     * Fails with a problem where the account is their own and this is not its password.
     *
     * @param current null: none is shown
     */
    public Uni<Void> shown(AddressEntry.Account account, @Nullable String current) {
        if (!access.isOwn(account)) {
            return Uni.createFrom().voidItem();
        }
        if (current == null) {
            throw Problem.of(
                            ProblemCode.INVALID,
                            "The current password is not shown.",
                            "Give it as current.")
                    .exception();
        }
        Caller caller = access.caller();
        return authenticator
                .check(
                        new SignInAttempt(
                                new Credential.Password(account.address(), current),
                                SignInProtocol.PAGES,
                                "",
                                new SignInAttempt.Client(caller.address(), caller.program())))
                .invoke(verdict -> {
                    if (verdict instanceof Authenticator.Verdict.Refused(var why)) {
                        throw SignInProblems.of(why).exception();
                    }
                })
                .replaceWithVoid();
    }

    /** Lets this session go on, where the password was changed in one of the account itself. */
    public Uni<Void> changed(DirectoryOutcome<AddressEntry.Account> outcome) {
        return outcome instanceof DirectoryOutcome.Done<AddressEntry.Account>(var account)
                        && access.isOwn(account)
                ? access.session()
                        .map(session -> sessions.renew(session, account.wish()))
                        .orElseGet(() -> Uni.createFrom().voidItem())
                : Uni.createFrom().voidItem();
    }
}
