package posthorn.ingress.net;

import posthorn.ingress.session.Ports;
import posthorn.ingress.session.SessionSettings;
import posthorn.ingress.session.Surroundings;

/**
 * What every connection of this service shares.
 *
 * @param settings of sessions
 * @param surroundings of sessions
 * @param ports that effects are performed on
 * @param outcomes for log and counters
 */
record SmtpListening(
        SessionSettings settings, Surroundings surroundings, Ports ports, Outcomes outcomes) {}
