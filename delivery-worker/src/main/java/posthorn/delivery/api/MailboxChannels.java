package posthorn.delivery.api;

import io.grpc.Channel;
import posthorn.runtime.api.MailboxApi;

/**
 * The channels to the pods of {@code mailbox-api}. Equal channels lead to the same pod over the
 * same connection. All methods throw {@link IllegalStateException} when no pod is known.
 */
public interface MailboxChannels {

    /** The channel for short calls about {@code account}. */
    Channel forAccount(String account);

    /** The channel for streams of octets about {@code subject}. */
    Channel streams(String subject);

    /** A channel for short calls about no account in particular. */
    Channel any(String subject);

    /** Those that the services share. */
    static MailboxChannels of(MailboxApi api) {
        return new MailboxChannels() {
            @Override
            public Channel forAccount(String account) {
                return api.forAccount(account);
            }

            @Override
            public Channel streams(String subject) {
                return api.streams(subject);
            }

            @Override
            public Channel any(String subject) {
                return api.any(subject);
            }
        };
    }
}
