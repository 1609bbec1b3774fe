package posthorn.delivery.notification;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import posthorn.protocol.explanation.Language;
import posthorn.protocol.mime.HeaderField;
import posthorn.protocol.mime.MessageHeader;
import posthorn.protocol.smtp.DomainName;

/**
 * The languages in which a sender is told: the one that the message says its sender reads
 * (Accept-Language, RFC 3282), else the one that it is written in (Content-Language), else those
 * that are set for the sender's domain, else those that are set for all.
 */
public final class NotificationLanguages {

    private static final List<String> FIELDS = List.of("Accept-Language", "Content-Language");

    private final Map<String, Choice> domains;
    private final Choice otherwise;

    /** What is set for a domain, or for all. */
    public enum Choice {
        EN,
        DE,
        /** One behind the other. */
        BOTH;

        private List<Language> languages() {
            return switch (this) {
                case EN -> List.of(Language.ENGLISH);
                case DE -> List.of(Language.GERMAN);
                case BOTH -> List.of(Language.ENGLISH, Language.GERMAN);
            };
        }

        /** The choice of that name, in any case; empty: there is none. */
        public static Optional<Choice> named(String name) {
            return Stream.of(values())
                    .filter(choice -> choice.name().equalsIgnoreCase(name))
                    .findFirst();
        }
    }

    /**
     * Languages by setting.
     *
     * @param domains by the domain of a sender's address, folded
     * @param otherwise for all others
     */
    public NotificationLanguages(Map<String, Choice> domains, Choice otherwise) {
        this.domains = Map.copyOf(domains);
        this.otherwise = otherwise;
    }

    /**
     * The languages for whoever sent a message, at least one.
     *
     * @param reversePath of the message
     * @param head its first octets
     */
    public List<Language> of(String reversePath, byte[] head) {
        MessageHeader header = MessageHeader.of(head);
        for (String name : FIELDS) {
            HeaderField field = header.first(name);
            Optional<Language> said =
                    field == null ? Optional.empty() : Language.preferred(field.value());
            if (said.isPresent()) {
                return List.of(said.get());
            }
        }
        return DomainName.parse(reversePath.substring(reversePath.lastIndexOf('@') + 1))
                .map(domain -> domains.getOrDefault(domain.folded(), otherwise))
                .orElse(otherwise)
                .languages();
    }
}
