package posthorn.mailbox.mongo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import posthorn.mailbox.directory.AccessSwitch;
import posthorn.mailbox.directory.AccountAccess;
import posthorn.mailbox.directory.AppPassword;
import posthorn.mailbox.directory.Passkey;
import posthorn.mailbox.directory.SecondFactor;
import posthorn.mailbox.directory.Switches;
import posthorn.protocol.signin.SignInProtocol;

/**
 * How owners of accounts come in, as documents, and back. A field that is not there says what
 * {@link AccountAccess#usual} says.
 */
final class AccessDocuments {

    private AccessDocuments() {}

    static BsonDocument document(String id, AccountAccess access) {
        SecondFactor factor = access.secondFactor();
        BsonDocument document =
                new BsonDocument("_id", new BsonString(id))
                        .append("kind", new BsonString("access"))
                        .append("account", new BsonString(access.account()))
                        .append("version", new BsonInt64(access.version()))
                        .append("switches", switches(access.switches()))
                        .append("administers", array(access.administers(), BsonString::new))
                        .append("language", new BsonString(access.language()))
                        .append("passwordSet", new BsonInt64(access.passwordSet()))
                        .append(
                                "appPasswords",
                                array(access.appPasswords(), AccessDocuments::appPassword))
                        .append("passkeys", array(factor.passkeys(), AccessDocuments::passkey))
                        .append("recoveryCodes", array(factor.recoveryCodes(), BsonString::new));
        factor.totp()
                .ifPresent(totp ->
                        document.append(
                                "totp",
                                new BsonDocument("secret", new BsonString(totp.secret()))
                                        .append("lastStep", new BsonInt64(totp.lastStep()))));
        factor.pendingTotp().ifPresent(p -> document.append("pendingTotp", pending(p)));
        factor.pendingPasskey().ifPresent(p -> document.append("pendingPasskey", pending(p)));
        return document;
    }

    static AccountAccess access(BsonDocument document) {
        return new AccountAccess(
                text(document, "account"),
                number(document, "version"),
                switches(document),
                texts(document, "administers"),
                text(document, "language"),
                number(document, "passwordSet"),
                list(document, "appPasswords", AccessDocuments::appPassword),
                new SecondFactor(
                        part(document, "totp")
                                .map(totp ->
                                        new SecondFactor.Totp(
                                                text(totp, "secret"), number(totp, "lastStep"))),
                        list(document, "passkeys", AccessDocuments::passkey),
                        texts(document, "recoveryCodes"),
                        part(document, "pendingTotp").map(AccessDocuments::pending),
                        part(document, "pendingPasskey").map(AccessDocuments::pending)));
    }

    /** Only what is said: the words are those of the switches. */
    static BsonDocument switches(Switches switches) {
        BsonDocument said = new BsonDocument();
        switches.said().forEach((which, on) -> said.append(which.word(), BsonBoolean.valueOf(on)));
        return said;
    }

    /** Those of a document's field "switches". */
    static Switches switches(BsonDocument document) {
        BsonDocument said = document.getDocument("switches", new BsonDocument());
        Map<AccessSwitch, Boolean> found = new EnumMap<>(AccessSwitch.class);
        for (AccessSwitch which : AccessSwitch.values()) {
            if (said.containsKey(which.word())) {
                found.put(which, said.getBoolean(which.word()).getValue());
            }
        }
        return new Switches(found);
    }

    private static BsonDocument appPassword(AppPassword password) {
        return new BsonDocument("id", new BsonString(password.id()))
                .append("name", new BsonString(password.name()))
                .append(
                        "protocols",
                        array(
                                password.protocols().stream().map(Enum::name).sorted().toList(),
                                BsonString::new))
                .append("hash", new BsonString(password.hash()))
                .append("scram", new BsonString(password.scram()))
                .append("created", new BsonInt64(password.created()))
                .append("lastUsed", new BsonInt64(password.lastUsed()))
                .append("expires", new BsonInt64(password.expires()));
    }

    private static AppPassword appPassword(BsonDocument document) {
        Set<SignInProtocol> protocols = new HashSet<>();
        texts(document, "protocols").forEach(name -> protocols.add(SignInProtocol.valueOf(name)));
        return new AppPassword(
                text(document, "id"),
                text(document, "name"),
                protocols,
                text(document, "hash"),
                text(document, "scram"),
                number(document, "created"),
                number(document, "lastUsed"),
                number(document, "expires"));
    }

    private static BsonDocument passkey(Passkey passkey) {
        return new BsonDocument("id", new BsonString(passkey.id()))
                .append("name", new BsonString(passkey.name()))
                .append("host", new BsonString(passkey.host()))
                .append("credential", new BsonString(passkey.credential()))
                .append("uses", new BsonInt64(passkey.uses()))
                .append("created", new BsonInt64(passkey.created()));
    }

    private static Passkey passkey(BsonDocument document) {
        return new Passkey(
                text(document, "id"),
                text(document, "name"),
                text(document, "host"),
                text(document, "credential"),
                number(document, "uses"),
                number(document, "created"));
    }

    private static BsonDocument pending(SecondFactor.Pending pending) {
        return new BsonDocument("value", new BsonString(pending.value()))
                .append("until", new BsonInt64(pending.until()));
    }

    private static SecondFactor.Pending pending(BsonDocument document) {
        return new SecondFactor.Pending(text(document, "value"), number(document, "until"));
    }

    private static <T> BsonArray array(List<T> values, Function<T, BsonValue> each) {
        return new BsonArray(values.stream().map(each).toList());
    }

    private static <T> List<T> list(
            BsonDocument document, String field, Function<BsonDocument, T> each) {
        List<T> found = new ArrayList<>();
        document.getArray(field, new BsonArray())
                .forEach(value -> found.add(each.apply(value.asDocument())));
        return found;
    }

    private static List<String> texts(BsonDocument document, String field) {
        return document.getArray(field, new BsonArray()).stream()
                .map(value -> value.asString().getValue())
                .toList();
    }

    private static Optional<BsonDocument> part(BsonDocument document, String field) {
        return document.containsKey(field)
                ? Optional.of(document.getDocument(field))
                : Optional.empty();
    }

    private static String text(BsonDocument document, String field) {
        return document.getString(field, new BsonString("")).getValue();
    }

    private static long number(BsonDocument document, String field) {
        return document.getInt64(field, new BsonInt64(0)).getValue();
    }
}
