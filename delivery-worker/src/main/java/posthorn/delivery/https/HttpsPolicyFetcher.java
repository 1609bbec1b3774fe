package posthorn.delivery.https;

import posthorn.delivery.mtasts.PolicyFetcher;
import posthorn.protocol.mtasts.StsPolicy;
import posthorn.protocol.tlsrpt.TlsProblem;
import posthorn.protocol.tlsrpt.TlsResultType;

/** Fetches policies over HTTPS (RFC 8461 §3.3). */
public final class HttpsPolicyFetcher implements PolicyFetcher {

    private static final String PATH = "/.well-known/mta-sts.txt";
    private static final int OK = 200;

    private final HttpsClient https;

    /** With a client. */
    public HttpsPolicyFetcher(HttpsClient https) {
        this.https = https;
    }

    @Override
    public Fetched fetch(String domain) {
        return switch (https.get("mta-sts." + domain, PATH, StsPolicy.MOST_OCTETS)) {
            case HttpsAnswer.NotTrusted(String reason) ->
                    failed(TlsResultType.STS_WEBPKI_INVALID, reason);
            case HttpsAnswer.Failed(String reason) ->
                    failed(TlsResultType.STS_POLICY_FETCH_ERROR, reason);
            case HttpsAnswer.Answered answer when answer.status() != OK ->
                    failed(
                            TlsResultType.STS_POLICY_FETCH_ERROR,
                            "the host of the policy answered " + answer.status());
            case HttpsAnswer.Answered answer when !answer.type().equals("text/plain") ->
                    failed(
                            TlsResultType.STS_POLICY_INVALID,
                            "the policy is not served as text/plain");
            case HttpsAnswer.Answered answer ->
                    StsPolicy.parse(answer.body())
                            .<Fetched>map(Fetched.Policy::new)
                            .orElseGet(() ->
                                    failed(
                                            TlsResultType.STS_POLICY_INVALID,
                                            "what is served is no policy"));
        };
    }

    private static Fetched failed(TlsResultType type, String words) {
        return new Fetched.Failed(new TlsProblem(type, words));
    }
}
