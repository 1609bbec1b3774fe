package posthorn.protocol.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import posthorn.protocol.compat.StoredRelease.Octets;

/**
 * Records and calls of releases that are kept. There is no program of another release here: an
 * older one is stood for by its contract, which reads and writes as its program does; a newer one
 * by ours with more fields and values.
 */
class CompatibilityTest {

    private static final int FUTURE = 5000;

    @BeforeAll
    static void keep() throws Exception {
        String release = System.getProperty("posthorn.compat.write", "");
        if (!release.isEmpty()) {
            StoredRelease.write(release);
        }
    }

    @Test
    void theContractHasOnlyGrown() throws Exception {
        List<StoredRelease> releases = StoredRelease.all();
        assertFalse(releases.isEmpty());
        for (StoredRelease release : releases) {
            assertEquals(
                    List.of(),
                    release.contract().brokenBy(WireContract.current()),
                    "since " + release.name());
        }
    }

    @Test
    void whatAReleaseWroteIsReadWithNothingLost() throws Exception {
        WireContract now = WireContract.current();
        for (StoredRelease release : StoredRelease.all()) {
            for (Octets record : release.records()) {
                Message read = generated(record);
                assertTrue(
                        read.getUnknownFields().asMap().isEmpty(),
                        () -> record.message() + " of " + release.name());
                Descriptor old = type(release.contract(), record.message());
                assertEquals(record.as(old), DynamicMessage.parseFrom(old, read.toByteArray()));
                assertEquals(
                        record.as(type(now, record.message())),
                        DynamicMessage.parseFrom(type(now, record.message()), read.toByteArray()));
            }
        }
    }

    @Test
    void whatIsWrittenNowIsReadByTheReleaseAndPassedOnWhole() throws Exception {
        for (StoredRelease release : StoredRelease.all()) {
            for (Descriptor old : release.contract().messages().values()) {
                Descriptor now = type(WireContract.current(), old.getFullName());
                for (DynamicMessage written : FilledMessages.of(now)) {
                    DynamicMessage read = DynamicMessage.parseFrom(old, written.toByteArray());
                    assertEquals(written, DynamicMessage.parseFrom(now, read.toByteArray()));
                }
            }
        }
    }

    @Test
    void whatANewerReleaseWritesIsReadAndPassedOnWhole() throws Exception {
        WireContract newer = WireContract.of(later(CompatibilityTest::grow));
        assertEquals(List.of(), WireContract.current().brokenBy(newer));
        for (Descriptor type : newer.messages().values()) {
            for (DynamicMessage written : FilledMessages.of(type)) {
                Message read = generated(new Octets(type.getFullName(), written.toByteArray()));
                assertEquals(written, DynamicMessage.parseFrom(type, read.toByteArray()));
            }
        }
    }

    @Test
    void everyBreachOfTheContractIsSeen() throws Exception {
        breach("posthorn.AcceptedMail.2 was string", mail -> field(mail, 2).setNumber(FUTURE), 2);
        breach(
                "posthorn.AcceptedMail.7 was int64 size, is string size",
                mail -> field(mail, 7).setType(FieldDescriptorProto.Type.TYPE_STRING),
                0);
        breach(
                "posthorn.AcceptedMail.7 was int64 size, is int64 octets",
                mail -> field(mail, 7).setName("octets"),
                0);
        breach(
                "posthorn.AcceptedMail.1 was string id, is repeated string id",
                mail -> field(mail, 1).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED),
                0);
        breach(
                "posthorn.AcceptedMail.8 is gone, and its number may be used again",
                mail -> field(mail, 8).setNumber(FUTURE),
                0);
    }

    /**
     * Makes a change to AcceptedMail, and wants it to be told; a reused number gets a new field.
     */
    private static void breach(String words, Consumer<DescriptorProto.Builder> change, int reused)
            throws Exception {
        FileDescriptorSet set =
                later(file -> {
                    for (DescriptorProto.Builder message : file.getMessageTypeBuilderList()) {
                        if (message.getName().equals("AcceptedMail")) {
                            change.accept(message);
                            if (reused > 0) {
                                message.addField(added("another", reused, true));
                            }
                        }
                    }
                });
        List<String> broken = WireContract.current().brokenBy(WireContract.of(set));
        assertTrue(
                broken.stream().anyMatch(each -> each.startsWith(words)),
                () -> words + ": " + broken);
    }

    private static FieldDescriptorProto.Builder field(DescriptorProto.Builder message, int number) {
        return message.getFieldBuilderList().stream()
                .filter(each -> each.getNumber() == number)
                .findFirst()
                .orElseThrow();
    }

    private static FileDescriptorSet later(Consumer<FileDescriptorProto.Builder> change) {
        FileDescriptorSet.Builder set = WireContract.current().set().toBuilder();
        set.getFileBuilderList().forEach(change);
        return set.build();
    }

    /** A field more in each message, a value more in each enum. */
    private static void grow(FileDescriptorProto.Builder file) {
        file.getMessageTypeBuilderList().forEach(CompatibilityTest::grow);
        file.getEnumTypeBuilderList()
                .forEach(each ->
                        each.addValue(
                                EnumValueDescriptorProto.newBuilder()
                                        .setName(each.getName() + "_OF_THE_FUTURE")
                                        .setNumber(FUTURE)));
    }

    private static void grow(DescriptorProto.Builder message) {
        message.addField(added("of_the_future", FUTURE, false));
        message.getNestedTypeBuilderList().forEach(CompatibilityTest::grow);
    }

    private static FieldDescriptorProto added(String name, int number, boolean octets) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(
                        octets
                                ? FieldDescriptorProto.Type.TYPE_BYTES
                                : FieldDescriptorProto.Type.TYPE_STRING)
                .build();
    }

    private static Descriptor type(WireContract contract, String message) {
        return Objects.requireNonNull(contract.messages().get(message), message);
    }

    /** As the code that protoc made of the contract reads it. */
    private static Message generated(Octets record) throws Exception {
        String name = record.message().substring(record.message().indexOf('.') + 1);
        return (Message)
                Class.forName("posthorn.protocol.wire." + name.replace('.', '$'))
                        .getMethod("parseFrom", byte[].class)
                        .invoke(null, record.bytes());
    }
}
