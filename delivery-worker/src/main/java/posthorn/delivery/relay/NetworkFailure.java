package posthorn.delivery.relay;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong on a connection, as a sentence for people: a notification, the queue and the
 * trace get it, the exception itself goes to the log.
 */
final class NetworkFailure {

    private static final Logger LOG = Logger.getLogger(NetworkFailure.class);

    private NetworkFailure() {}

    /**
     * A sentence without the words of any exception.
     *
     * @param peer the other side, for the log
     * @param cause what was thrown; null: nothing more is known
     */
    static String inWords(String peer, @Nullable Throwable cause) {
        LOG.debugf(cause, "connection with %s", peer);
        return switch (cause) {
            case null -> "the connection failed";
            case NoRouteToHostException _ -> "there is no route to the host";
            case ConnectException e -> connecting(e);
            case SSLException _ -> "TLS with the host failed";
            case ClosedChannelException _ -> "the host closed the connection";
            case SocketTimeoutException _, TimeoutException _ -> "the host did not answer in time";
            default -> otherwise(cause);
        };
    }

    private static String connecting(ConnectException e) {
        String said = said(e);
        if (said.contains("refused")) {
            return "the host refused the connection";
        }
        if (said.contains("timed out")) {
            return "the host did not take the connection in time";
        }
        return said.contains("unreachable")
                ? "there is no route to the host"
                : "the host did not take the connection";
    }

    /** The system has no exceptions of its own for these: only its messages tell them apart. */
    private static String otherwise(Throwable cause) {
        String said = said(cause);
        if (said.contains("reset") || said.contains("broken pipe")) {
            return "the host broke the connection off";
        }
        if (said.contains("unreachable") || said.contains("no route")) {
            return "there is no route to the host";
        }
        if (said.contains("timed out")) {
            return "the host did not answer in time";
        }
        return said.contains("closed") ? "the host closed the connection" : "the connection failed";
    }

    private static String said(Throwable cause) {
        return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    }
}
