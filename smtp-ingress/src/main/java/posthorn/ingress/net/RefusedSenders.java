package posthorn.ingress.net;

import posthorn.ingress.authentication.AuthenticationVerdict;

/** Told of mail that was refused, since nothing shows that its author's domain has sent it. */
@FunctionalInterface
public interface RefusedSenders {

    /** One message was refused; does not wait. */
    void refused(AuthenticationVerdict verdict);
}
