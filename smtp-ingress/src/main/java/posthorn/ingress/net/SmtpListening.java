package posthorn.ingress.net;

import posthorn.ingress.session.SessionPorts;
import posthorn.ingress.session.SessionResources;
import posthorn.ingress.session.SmtpSessionSettings;

/**
 * What every connection of this service shares.
 *
 * @param settings of sessions
 * @param resources of sessions
 * @param ports that calls are performed on
 * @param events for log and counters
 * @param signedIn connections whose sign-in is looked after
 */
record SmtpListening(
        SmtpSessionSettings settings,
        SessionResources resources,
        SessionPorts ports,
        SessionEventLog events,
        SignedInConnections signedIn) {}
