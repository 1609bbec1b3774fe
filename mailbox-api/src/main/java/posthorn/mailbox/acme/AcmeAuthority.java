package posthorn.mailbox.acme;

import java.io.IOException;
import java.io.StringReader;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import posthorn.mailbox.certificate.CertificateAuthority;
import posthorn.runtime.log.LogText;
import posthorn.runtime.tls.AcmeSettings;
import posthorn.runtime.tls.CertificatePem;

/** An authority that speaks ACME. One thread at a time. */
public final class AcmeAuthority implements CertificateAuthority {
    private static final Logger LOG = Logger.getLogger(AcmeAuthority.class);

    /** With what part of its life left a certificate is renewed at the earliest. */
    private static final int LIFE_PARTS = 3;

    private final String directory;
    private final AcmeSettings settings;
    private final AccountKey key;
    private final RandomGenerator random;
    private @Nullable Login login;

    /** The key of the account, the same for all pods. Its call waits. */
    @FunctionalInterface
    public interface AccountKey {
        /** The key. */
        KeyPair get();
    }

    /**
     * An authority.
     *
     * @param directory URL of its directory
     * @param key of the account there, which is made with the first order
     */
    public AcmeAuthority(
            String directory, AcmeSettings settings, AccountKey key, RandomGenerator random) {
        this.directory = directory;
        this.settings = settings;
        this.key = key;
        this.random = random;
    }

    @Override
    public Issued order(String name, Optional<String> replaced, Proof proof)
            throws Refused, Lost, InterruptedException {
        try {
            Login known = login();
            Order order = placed(known, name, replaced);
            for (Authorization each : order.getAuthorizations()) {
                prove(each, proof);
            }
            return issued(order, proof);
        } catch (AcmeException e) {
            login = null;
            throw refused(e);
        } catch (AcmeLazyLoadingException e) {
            login = null;
            throw e.getCause() instanceof AcmeException cause
                    ? refused(cause)
                    : new Refused(words(e), null);
        } catch (AcmeProtocolException e) {
            login = null;
            throw new Refused(words(e), null);
        }
    }

    private Order placed(Login known, String name, Optional<String> replaced) throws AcmeException {
        OrderBuilder builder = known.newOrder().domains(name);
        Optional<X509Certificate> before = replaced.flatMap(AcmeAuthority::first);
        if (before.isPresent() && hasRenewalInfo(known)) {
            try {
                return builder.replaces(before.get()).create();
            } catch (AcmeRateLimitedException e) {
                throw e;
            } catch (AcmeException e) {
                // An authority may not know what is replaced, or have it replaced already.
                return known.newOrder().domains(name).create();
            }
        }
        return builder.create();
    }

    private static boolean hasRenewalInfo(Login login) throws AcmeException {
        return login.getSession()
                .resourceUrlOptional(org.shredzone.acme4j.connector.Resource.RENEWAL_INFO)
                .isPresent();
    }

    private void prove(Authorization authorization, Proof proof)
            throws AcmeException, Refused, Lost, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        TokenChallenge challenge = challenge(authorization);
        String token = challenge.getJSON().get("token").asString();
        proof.show(token, challenge.getAuthorization());
        try {
            challenge.trigger();
            Status status = challenge.waitForCompletion(settings.orderWithin());
            if (status != Status.VALID) {
                throw refused(
                        challenge.getError(),
                        "the authority has not checked the name: it is " + status);
            }
        } finally {
            proof.hide(token);
        }
        authorization.waitForCompletion(settings.orderWithin());
        proof.alive();
    }

    private TokenChallenge challenge(Authorization authorization) throws Refused {
        Optional<? extends TokenChallenge> found =
                switch (settings.challenge()) {
                    case HTTP_01 -> authorization.findChallenge(Http01Challenge.class);
                    case TLS_ALPN_01 -> authorization.findChallenge(TlsAlpn01Challenge.class);
                };
        if (found.isEmpty()) {
            throw new Refused(
                    "the authority does not check names by the challenge of"
                            + " posthorn.acme.challenge, but by "
                            + authorization.getChallenges().stream()
                                    .map(Challenge::getType)
                                    .toList(),
                    null);
        }
        return found.get();
    }

    private Issued issued(Order order, Proof proof)
            throws AcmeException, Refused, Lost, InterruptedException {
        Status ready = order.waitUntilReady(settings.orderWithin());
        if (ready != Status.READY && ready != Status.VALID) {
            throw refused(order.getError(), "the order is not ready, but " + ready);
        }
        KeyPair pair = EllipticKeys.create();
        order.execute(pair);
        proof.alive();
        Status done = order.waitForCompletion(settings.orderWithin());
        if (done != Status.VALID) {
            throw refused(order.getError(), "the order is not done, but " + done);
        }
        List<X509Certificate> chain = order.getCertificate().getCertificateChain();
        String pem = EllipticKeys.pem(chain.toArray());
        Instant planned = renewFrom(chain.getFirst());
        return new Issued(
                new CertificatePem(pem, EllipticKeys.secret(pair)),
                chain.getFirst().getNotAfter().toInstant(),
                renewal(pem, planned).map(Renewal::renewFrom).orElse(planned));
    }

    /** Before its end by the setting, but not before two thirds of its life. */
    private Instant renewFrom(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration third =
                Duration.between(certificate.getNotBefore().toInstant(), end).dividedBy(LIFE_PARTS);
        return end.minus(
                third.compareTo(settings.renewBefore()) < 0 ? third : settings.renewBefore());
    }

    /** A random moment in the window that the authority suggests (RFC 9773 §4.2). */
    @Override
    public Optional<Renewal> renewal(String chain, Instant planned) {
        Optional<X509Certificate> first = first(chain);
        try {
            Login known = login();
            if (first.isEmpty() || !hasRenewalInfo(known)) {
                return Optional.empty();
            }
            RenewalInfo info = known.bindRenewalInfo(first.get());
            Optional<Instant> askAgain = info.fetch();
            Instant start = info.getSuggestedWindowStart();
            Instant end = info.getSuggestedWindowEnd();
            if (!start.isBefore(end) || end.isAfter(first.get().getNotAfter().toInstant())) {
                LOG.warnf("the authority wants a renewal from %s to %s: not counted", start, end);
                return Optional.empty();
            }
            boolean suits = !planned.isBefore(start) && planned.isBefore(end);
            if (!suits) {
                info.getExplanation()
                        .map(url -> LogText.clean(url.toString()))
                        .ifPresent(url ->
                                LOG.infof("why the authority wants a renewal is told at %s", url));
            }
            return Optional.of(new Renewal(suits ? planned : within(start, end), askAgain));
        } catch (AcmeException | AcmeLazyLoadingException | AcmeProtocolException e) {
            LOG.debugf("the authority does not say when to renew: %s", words(e));
            return Optional.empty();
        }
    }

    private Instant within(Instant start, Instant end) {
        long window = Math.max(1, Duration.between(start, end).toMillis());
        return start.plusMillis(random.nextLong(window)).truncatedTo(ChronoUnit.MILLIS);
    }

    private Login login() throws AcmeException {
        Login known = login;
        if (known == null) {
            AccountBuilder builder =
                    new AccountBuilder().agreeToTermsOfService().useKeyPair(key.get());
            for (String address : settings.contact().orElse(List.of())) {
                builder.addContact(address.contains(":") ? address : "mailto:" + address);
            }
            known = builder.createLogin(session());
            login = known;
        }
        return known;
    }

    private Session session() {
        Session session =
                new Session(
                        java.net.URI.create(directory),
                        new TrustingProvider(settings.trustedCertificates()));
        session.networkSettings().setTimeout(settings.answersWithin());
        return session;
    }

    private static Refused refused(AcmeException e) {
        return e instanceof AcmeRateLimitedException limited
                ? new Refused(words(e), limited.getRetryAfter().orElse(null))
                : new Refused(words(e), null);
    }

    private static Refused refused(Optional<Problem> problem, String otherwise) {
        return new Refused(problem.map(AcmeAuthority::words).orElse(otherwise), null);
    }

    private static String words(Problem problem) {
        return problem.getType() + ": " + problem.getDetail().orElse("no detail");
    }

    private static String words(Exception e) {
        Throwable cause = e.getCause();
        return cause == null || cause.getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getMessage() + ": " + cause.getMessage();
    }

    /** The first certificate of a chain in PEM. */
    static Optional<X509Certificate> first(String chain) {
        try (PEMParser parser = new PEMParser(new StringReader(chain))) {
            return parser.readObject() instanceof X509CertificateHolder holder
                    ? Optional.of(new JcaX509CertificateConverter().getCertificate(holder))
                    : Optional.empty();
        } catch (IOException | java.security.cert.CertificateException e) {
            return Optional.empty();
        }
    }
}
