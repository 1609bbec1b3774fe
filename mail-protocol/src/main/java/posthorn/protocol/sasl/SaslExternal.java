package posthorn.protocol.sasl;

import java.util.List;

/** EXTERNAL, RFC 4422 appendix A: the response is whom the client wants to be, or empty. */
final class SaslExternal {
    private SaslExternal() {}

    static SaslStep respond(String line, List<String> addresses) {
        return SaslResponse.read(
                line,
                login ->
                        SaslResponse.login(
                                login,
                                () ->
                                        new SaslStep.Credentials(
                                                new Credential.ClientCertificate(
                                                        login, addresses))));
    }
}
