package posthorn.mailbox.rest.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.registry.Authenticator;
import posthorn.mailbox.registry.RecordedSignIns;
import posthorn.mailbox.rest.access.SessionsResource.NewSession;
import posthorn.mailbox.rest.access.SessionsResource.SecondFactorShown;
import posthorn.mailbox.rest.access.SessionsResource.SignedIn;
import posthorn.mailbox.session.Session;
import posthorn.mailbox.session.Sessions;
import posthorn.mailbox.signin.SecondFactors;
import posthorn.mailbox.signin.SignInOutcome;
import posthorn.protocol.sasl.Credential;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.runtime.http.AdminToken;
import posthorn.runtime.http.Problem;
import posthorn.runtime.http.ProblemCode;
import posthorn.runtime.log.SignInLog;
import posthorn.runtime.token.Token;

/** Signs in over HTTP: the password first, then a second factor where the account has one. */
@Singleton
final class SessionSignIn {

    private static final String OPEN = "open";
    private static final String SECOND_FACTOR = "second-factor";

    /** As the journal of sign-ins names it. */
    private static final String PASSWORD = "password";

    private final Authenticator authenticator;
    private final SecondFactors secondFactors;
    private final RecordedSignIns recorded;
    private final Sessions sessions;
    private final Principals principals;
    private final SessionViews views;
    private final AdminToken admins;
    private final OperatorPort operators;

    @Inject
    SessionSignIn(
            Authenticator authenticator,
            SecondFactors secondFactors,
            RecordedSignIns recorded,
            Sessions sessions,
            Principals principals,
            SessionViews views,
            AdminToken admins,
            OperatorPort operators) {
        this.authenticator = authenticator;
        this.secondFactors = secondFactors;
        this.recorded = recorded;
        this.sessions = sessions;
        this.principals = principals;
        this.views = views;
        this.admins = admins;
        this.operators = operators;
    }

    /**
     * The first step.
     *
     * @param origin empty: no browser asks
     */
    Uni<Response> begin(NewSession shown, Caller caller, String origin) {
        check(caller, origin);
        if (shown.adminToken() != null) {
            return admin(shown.adminToken(), caller, origin);
        }
        String login = shown.login();
        String password = shown.password();
        if (login == null || password == null) {
            throw Problem.of(
                            ProblemCode.INVALID,
                            "There is no login and password, and no admin token.",
                            "Give login and password, or adminToken.")
                    .exception();
        }
        return authenticator
                .check(
                        new SignInAttempt(
                                new Credential.Password(login, password),
                                SignInProtocol.PAGES,
                                PASSWORD,
                                client(caller)))
                .flatMap(verdict ->
                        switch (verdict) {
                            case Authenticator.Verdict.Welcome welcome ->
                                    welcome(welcome.account(), caller, origin);
                            case Authenticator.Verdict.Refused(var why) -> {
                                SignInLog.failed("rest", login, caller.address(), why.logWord());
                                throw SignInProblems.of(why).exception();
                            }
                        });
    }

    private static SignInAttempt.Client client(Caller caller) {
        return new SignInAttempt.Client(caller.address(), caller.program());
    }

    private static void check(Caller caller, String origin) {
        if (!caller.secure()) {
            throw Problem.of(
                            ProblemCode.TLS_NEEDED,
                            "Passwords and tokens are not taken over a connection that others can"
                                    + " read.",
                            "Use https; if that ends at a proxy, name its network in"
                                    + " posthorn.mailbox-api.http.trusted-networks.")
                    .exception();
        }
        if (!origin.isEmpty() && !caller.isOwn(origin)) {
            throw AccessFilter.foreign().exception();
        }
    }

    private Uni<Response> admin(String shown, Caller caller, String origin) {
        if (!operators.hears()) {
            throw OperatorPort.elsewhere().exception();
        }
        Optional<Token> token = admins.shownIn("Bearer " + shown);
        if (token.isEmpty()) {
            SignInLog.failed("rest", "", caller.address(), "bad-token");
            throw Problem.of(
                            ProblemCode.WRONG_CREDENTIALS,
                            "This is no admin token, or not one any more.",
                            "Give one from the file that " + AdminToken.KEY + " names.")
                    .exception();
        }
        return open(
                new Session.Owner.Admin(token.get().fingerprint()),
                new Principal.Admin(token.get().name()),
                caller,
                origin);
    }

    private Uni<Response> welcome(AddressEntry.Account account, Caller caller, String origin) {
        Session.Owner owner = new Session.Owner.Account(account.account(), account.wish());
        return secondFactors
                .methods(account.account())
                .invoke(methods ->
                        recorded.pages(
                                account.account(),
                                client(caller),
                                PASSWORD,
                                methods.isEmpty()
                                        ? SignInOutcome.SUCCESS
                                        : SignInOutcome.SECOND_FACTOR_ASKED))
                .flatMap(methods ->
                        methods.isEmpty()
                                ? principals
                                        .of(account)
                                        .flatMap(who -> open(owner, who, caller, origin))
                                : sessions.open(owner, Session.Stage.SECOND_FACTOR)
                                        .flatMap(opened ->
                                                asked(
                                                        account.account(),
                                                        opened.token(),
                                                        methods,
                                                        origin)));
    }

    private Uni<Response> asked(
            String account, String challenge, Set<SecondFactors.Method> methods, String origin) {
        List<String> words = methods.stream().sorted().map(SecondFactors.Method::word).toList();
        Uni<@Nullable String> options =
                methods.contains(SecondFactors.Method.PASSKEY) && !origin.isEmpty()
                        ? secondFactors
                                .passkeyOptions(account, octets(challenge), origin)
                                .map(json -> json)
                        : Uni.createFrom().nullItem();
        return options.map(json ->
                answer(200, new SignedIn(SECOND_FACTOR, null, null, challenge, words, json))
                        .build());
    }

    /** The second step. */
    Uni<Response> finish(SecondFactorShown shown, Caller caller, String origin) {
        check(caller, origin);
        String challenge = shown.challenge() == null ? "" : shown.challenge();
        SecondFactors.Answer answer = answer(shown, challenge, origin);
        return sessions.find(challenge)
                .flatMap(found -> {
                    if (found.isPresent()
                            && found.get().stage() == Session.Stage.SECOND_FACTOR
                            && found.get().owner() instanceof Session.Owner.Account owner) {
                        return secondFactors
                                .check(owner.account(), answer, caller.address())
                                .invoke(checked ->
                                        recorded.pages(
                                                owner.account(),
                                                client(caller),
                                                PASSWORD + "+" + answer.method().word(),
                                                RecordedSignIns.outcome(checked)))
                                .flatMap(checked ->
                                        finished(found.get(), owner, checked, caller, origin));
                    }
                    throw tooLate();
                });
    }

    private Uni<Response> finished(
            Session waiting,
            Session.Owner.Account owner,
            SecondFactors.Checked checked,
            Caller caller,
            String origin) {
        return switch (checked) {
            case WRONG -> {
                SignInLog.failed("rest", owner.account(), caller.address(), "wrong-second-factor");
                throw SignInProblems.wrongSecondFactor().exception();
            }
            case TRY_LATER -> throw SignInProblems.tryLater().exception();
            case RIGHT ->
                    // Of two who show it at once one takes it.
                    sessions.end(waiting)
                            .flatMap(taken -> {
                                if (!taken) {
                                    throw tooLate();
                                }
                                return principals.of(waiting);
                            })
                            .flatMap(who ->
                                    open(
                                            owner,
                                            who.orElseThrow(SessionSignIn::tooLate),
                                            caller,
                                            origin));
        };
    }

    private Uni<Response> open(Session.Owner owner, Principal who, Caller caller, String origin) {
        return sessions.open(owner, Session.Stage.OPEN)
                .flatMap(opened ->
                        views.of(who, Optional.of(opened.session()))
                                .map(view -> {
                                    boolean browser = !origin.isEmpty();
                                    Response.ResponseBuilder answer =
                                            answer(
                                                    201,
                                                    new SignedIn(
                                                            OPEN,
                                                            browser ? null : opened.token(),
                                                            view,
                                                            null,
                                                            null,
                                                            null));
                                    if (browser) {
                                        Session session = opened.session();
                                        answer.cookie(
                                                SessionCookie.of(
                                                        caller,
                                                        opened.token(),
                                                        (session.until() - session.created())
                                                                / 1000));
                                    }
                                    return answer.build();
                                }));
    }

    private static Response.ResponseBuilder answer(int status, SignedIn body) {
        return Response.status(status).header(HttpHeaders.CACHE_CONTROL, "no-store").entity(body);
    }

    private static SecondFactors.Answer answer(
            SecondFactorShown shown, String challenge, String origin) {
        JsonNode passkey = shown.passkey();
        if (shown.totp() != null) {
            return new SecondFactors.Answer.Totp(shown.totp());
        }
        if (shown.recoveryCode() != null) {
            return new SecondFactors.Answer.RecoveryCode(shown.recoveryCode());
        }
        if (passkey != null) {
            return new SecondFactors.Answer.Passkey(passkey.toString(), octets(challenge), origin);
        }
        throw Problem.of(
                        ProblemCode.INVALID,
                        "No second factor is shown.",
                        "Give totp, recoveryCode or passkey.")
                .exception();
    }

    /** What a passkey signs: nobody can foresee it, and it is good for this sign-in only. */
    private static byte[] octets(String challenge) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("passkey:" + challenge).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException tooLate() {
        return Problem.of(
                        ProblemCode.SIGN_IN_NEEDED,
                        "The sign-in took too long, or was finished already.",
                        "Begin again with the password.")
                .exception();
    }
}
