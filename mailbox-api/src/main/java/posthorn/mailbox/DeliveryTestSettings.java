package posthorn.mailbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * The test that the owner of an account can start: a message is sent to them and read by IMAP and
 * POP3, over TLS from the start. {@code up} says where its own listeners are.
 */
@ConfigMapping(prefix = "posthorn.mailbox-api.delivery-test")
public interface DeliveryTestSettings {

    /** Where it is sent, {@code host:port}. None: where mail programs are told to send. */
    Optional<String> submissions();

    /** Where it is read by IMAP, {@code host:port}. None: where mail programs are told to read. */
    Optional<String> imaps();

    /** Where it is read by POP3, {@code host:port}. None: where mail programs are told to read. */
    Optional<String> pop3s();

    /** How long each step may take, and the message to each reader, 1 s to 5 m. */
    @WithDefault("30s")
    Duration patience();

    /** Tests that a pod runs at once, 1 to 100; further ones are told to try later. */
    @WithDefault("4")
    int atOnce();
}
