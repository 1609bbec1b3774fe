package posthorn.mailbox.mongo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import posthorn.mailbox.directory.AccountStatus;
import posthorn.mailbox.directory.AddressEntry;
import posthorn.mailbox.directory.AddressLookup.Found;
import posthorn.mailbox.directory.DirectoryStore.Kind;
import posthorn.mailbox.directory.Domain;

/**
 * Domains and addresses as documents, and back. Their {@code _id} is what makes each the only one:
 * "d:name" of a domain, "a:address" of whatever an address stands for, "f:address" of what an
 * account does with its mail.
 */
final class DirectoryDocuments {

    static final String DOMAIN = "d:";
    static final String ADDRESS = "a:";
    static final String FORWARD = "f:";

    private DirectoryDocuments() {}

    /** Identity of what is kept of an entry. */
    static String id(AddressEntry entry) {
        return prefix(entry) + entry.address();
    }

    private static String prefix(AddressEntry entry) {
        return entry instanceof AddressEntry.Forward forward && forward.ofAccount()
                ? FORWARD
                : ADDRESS;
    }

    static String prefix(Kind kind) {
        return kind == Kind.ACCOUNT_FORWARD ? FORWARD : ADDRESS;
    }

    /** Field "kind" of documents of a kind. */
    static String word(Kind kind) {
        return switch (kind) {
            case ALIAS -> "alias";
            case GROUP -> "group";
            case FORWARD -> "forward";
            case ACCOUNT_FORWARD -> "accountForward";
            case LISTED -> "listed";
        };
    }

    static BsonDocument document(Domain domain) {
        Domain.Options options = domain.options();
        BsonDocument document =
                new BsonDocument("_id", new BsonString(DOMAIN + domain.name()))
                        .append("kind", new BsonString("domain"))
                        .append("domain", new BsonString(domain.name()))
                        .append("postmaster", new BsonString(domain.postmaster()))
                        .append("created", new BsonInt64(domain.created()))
                        .append("catchAll", new BsonString(options.catchAll()))
                        .append("tags", new BsonString(options.tags()))
                        .append("aliasOf", new BsonString(options.aliasOf()))
                        .append("switches", AccessDocuments.switches(domain.switches()))
                        .append("version", new BsonInt64(domain.version()));
        options.gateway()
                .ifPresent(gateway ->
                        document.append("nextHop", new BsonString(gateway.nextHop()))
                                .append("recipients", new BsonString(gateway.recipients().name())));
        return document;
    }

    /** An earlier release wrote no options, and one before this one no switches. */
    static Domain domain(BsonDocument document) {
        Optional<Domain.Gateway> gateway =
                document.containsKey("nextHop")
                        ? Optional.of(
                                new Domain.Gateway(
                                        text(document, "nextHop"),
                                        Domain.Recipients.valueOf(text(document, "recipients"))))
                        : Optional.empty();
        Domain.Options usual = Domain.Options.USUAL;
        return new Domain(
                text(document, "domain"),
                text(document, "postmaster"),
                document.getInt64("created").getValue(),
                new Domain.Options(
                        text(document, "catchAll", usual.catchAll()),
                        text(document, "tags", usual.tags()),
                        text(document, "aliasOf", usual.aliasOf()),
                        gateway),
                AccessDocuments.switches(document),
                document.getInt64("version", new BsonInt64(0)).getValue());
    }

    static BsonDocument document(AddressEntry entry) {
        BsonDocument document =
                new BsonDocument("_id", new BsonString(id(entry)))
                        .append("domain", new BsonString(entry.domain()))
                        .append("account", new BsonString(entry.account()))
                        .append("created", new BsonInt64(entry.created()));
        return switch (entry) {
            case AddressEntry.Account account ->
                    document.append("kind", new BsonString("account"))
                            .append("state", new BsonString(account.state().name()))
                            .append("wish", new BsonInt64(account.wish()))
                            .append("settled", BsonBoolean.valueOf(account.settled()))
                            .append("password", new BsonString(account.password()))
                            .append("scram", new BsonString(account.scram()));
            case AddressEntry.Alias alias ->
                    document.append("kind", new BsonString(word(Kind.ALIAS)))
                            .append("target", new BsonString(alias.target()));
            case AddressEntry.Group group ->
                    document.append("kind", new BsonString(word(Kind.GROUP)))
                            .append("members", array(group.members()))
                            .append("senders", new BsonString(group.senders().name()))
                            .append("version", new BsonInt64(group.version()));
            case AddressEntry.Forward forward ->
                    document.append(
                                    "kind",
                                    new BsonString(
                                            word(
                                                    forward.ofAccount()
                                                            ? Kind.ACCOUNT_FORWARD
                                                            : Kind.FORWARD)))
                            .append("targets", array(forward.targets()))
                            .append("keep", BsonBoolean.valueOf(forward.keep()));
            case AddressEntry.Listed _ ->
                    document.append("kind", new BsonString(word(Kind.LISTED)));
        };
    }

    static AddressEntry entry(BsonDocument document) {
        String address = text(document, "_id").substring(ADDRESS.length());
        String domain = text(document, "domain");
        String account = text(document, "account");
        long created = document.getInt64("created").getValue();
        return switch (text(document, "kind")) {
            case "account" -> account(document);
            case "alias" ->
                    new AddressEntry.Alias(
                            address, domain, account, text(document, "target"), created);
            case "group" ->
                    new AddressEntry.Group(
                            address,
                            domain,
                            list(document, "members"),
                            AddressEntry.Senders.valueOf(text(document, "senders")),
                            created,
                            document.getInt64("version").getValue());
            case "forward", "accountForward" ->
                    new AddressEntry.Forward(
                            address,
                            domain,
                            account,
                            list(document, "targets"),
                            document.getBoolean("keep").getValue(),
                            created);
            case "listed" -> new AddressEntry.Listed(address, domain, created);
            default ->
                    throw new IllegalStateException(
                            "a directory document of a kind that this release does not know: "
                                    + text(document, "_id"));
        };
    }

    /** An earlier release wrote no keys for SCRAM. */
    static AddressEntry.Account account(BsonDocument document) {
        return new AddressEntry.Account(
                text(document, "_id").substring(ADDRESS.length()),
                text(document, "domain"),
                text(document, "account"),
                AccountStatus.valueOf(text(document, "state")),
                document.getInt64("wish").getValue(),
                document.getBoolean("settled").getValue(),
                text(document, "password"),
                text(document, "scram", ""),
                document.getInt64("created").getValue());
    }

    static Found found(List<BsonDocument> documents) {
        Map<String, Domain> domains = new HashMap<>();
        Map<String, AddressEntry> entries = new HashMap<>();
        Map<String, AddressEntry.Forward> forwards = new HashMap<>();
        for (BsonDocument document : documents) {
            if (text(document, "_id").startsWith(DOMAIN)) {
                Domain domain = domain(document);
                domains.put(domain.name(), domain);
            } else if (entry(document) instanceof AddressEntry.Forward forward
                    && forward.ofAccount()) {
                forwards.put(forward.address(), forward);
            } else {
                AddressEntry entry = entry(document);
                entries.put(entry.address(), entry);
            }
        }
        return new Found(domains, entries, forwards);
    }

    private static BsonArray array(List<String> texts) {
        return new BsonArray(texts.stream().map(BsonString::new).toList());
    }

    private static List<String> list(BsonDocument document, String field) {
        return document.getArray(field).stream()
                .map(BsonValue::asString)
                .map(BsonString::getValue)
                .toList();
    }

    private static String text(BsonDocument document, String field, String otherwise) {
        return document.getString(field, new BsonString(otherwise)).getValue();
    }

    static String text(BsonDocument document, String field) {
        return document.getString(field).getValue();
    }
}
