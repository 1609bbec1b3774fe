package posthorn.ingress.net;

import posthorn.ingress.session.SessionPorts;
import posthorn.ingress.session.SessionResources;
import posthorn.ingress.session.SmtpSessionSettings;
import posthorn.runtime.signin.SignInOffers;
import posthorn.runtime.tracing.Tracing;

/**
 * What every connection of this service shares.
 *
 * @param settings of sessions
 * @param offers mechanisms to sign in by
 * @param resources of sessions
 * @param ports that calls are performed on
 * @param events for log and counters
 * @param meters that connections are timed with
 * @param signedIn connections whose sign-in is looked after
 * @param tracing of messages
 */
record SmtpListening(
        SmtpSessionSettings settings,
        SignInOffers offers,
        SessionResources resources,
        SessionPorts ports,
        SessionEventLog events,
        SmtpMeters meters,
        SignedInConnections signedIn,
        Tracing tracing) {}
