package posthorn.mailbox.registry;

import posthorn.mailbox.registry.Authenticator.Verdict;
import posthorn.protocol.signin.SignInAttempt;
import posthorn.protocol.signin.SignInProtocol;
import posthorn.runtime.log.Audit;

/** Sign-ins in the audit log, one line each, whatever came of them. */
final class SignInAudit {

    private SignInAudit() {}

    /** A right password is not yet a sign-in to the pages: see {@link #pages}. */
    static void ended(SignInAttempt attempt, Verdict verdict) {
        switch (verdict) {
            case Verdict.Welcome welcome -> {
                if (attempt.protocol() != SignInProtocol.PAGES) {
                    record(attempt, welcome.account().address(), "success");
                }
            }
            case Verdict.Refused(var why) -> record(attempt, attempt.login(), why.logWord());
        }
    }

    private static void record(SignInAttempt attempt, String login, String outcome) {
        Audit.record(
                Audit.Act.signIn(
                        attempt.protocol().word(),
                        attempt.method(),
                        login,
                        attempt.client().address(),
                        outcome));
    }

    /** What came of a sign-in to the pages. */
    static void pages(String account, String client, String method, String outcome) {
        Audit.record(
                Audit.Act.signIn(SignInProtocol.PAGES.word(), method, account, client, outcome));
    }
}
