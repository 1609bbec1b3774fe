package posthorn.protocol.compat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import posthorn.protocol.wire.Account;
import posthorn.protocol.wire.Mail;
import posthorn.protocol.wire.MailboxApi;

/** The records and calls of one release, by their full names. */
final class WireContract {

    private final List<FileDescriptor> files;
    private final Map<String, Descriptor> messages = new LinkedHashMap<>();
    private final Map<String, EnumDescriptor> enums = new LinkedHashMap<>();
    private final Map<String, MethodDescriptor> calls = new LinkedHashMap<>();

    private WireContract(List<FileDescriptor> files) {
        this.files = files;
        for (FileDescriptor file : files) {
            file.getMessageTypes().forEach(this::add);
            file.getEnumTypes().forEach(each -> enums.put(each.getFullName(), each));
            for (ServiceDescriptor service : file.getServices()) {
                service.getMethods().forEach(each -> calls.put(each.getFullName(), each));
            }
        }
    }

    private void add(Descriptor message) {
        messages.put(message.getFullName(), message);
        message.getNestedTypes().forEach(this::add);
        message.getEnumTypes().forEach(each -> enums.put(each.getFullName(), each));
    }

    /** Of what is built now. */
    static WireContract current() {
        return new WireContract(
                List.of(Mail.getDescriptor(), Account.getDescriptor(), MailboxApi.getDescriptor()));
    }

    /** Of a set in which files stand behind those that they import. */
    static WireContract of(FileDescriptorSet set) throws DescriptorValidationException {
        List<FileDescriptor> built = new ArrayList<>();
        for (FileDescriptorProto file : set.getFileList()) {
            built.add(FileDescriptor.buildFrom(file, built.toArray(FileDescriptor[]::new)));
        }
        return new WireContract(built);
    }

    FileDescriptorSet set() {
        FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
        files.forEach(file -> set.addFile(file.toProto()));
        return set.build();
    }

    Map<String, Descriptor> messages() {
        return messages;
    }

    /** Every way in which a later contract breaks this one, in words; none: it grew only. */
    List<String> brokenBy(WireContract later) {
        List<String> broken = new ArrayList<>();
        messages.forEach((name, message) -> {
            Descriptor now = later.messages.get(name);
            if (now == null) {
                broken.add(name + " is missing");
            } else {
                message.getFields().forEach(field -> field(field, now, broken));
            }
        });
        enums.forEach((name, values) -> values(values, later.enums.get(name), broken));
        calls.forEach((name, call) -> call(call, later.calls.get(name), broken));
        return broken;
    }

    private static void field(FieldDescriptor field, Descriptor now, List<String> broken) {
        FieldDescriptor other = now.findFieldByNumber(field.getNumber());
        if (other == null) {
            if (!now.isReservedNumber(field.getNumber())) {
                broken.add(named(field) + " is gone, and its number may be used again");
            }
        } else if (!shape(other).equals(shape(field))) {
            broken.add(named(field) + " was " + shape(field) + ", is " + shape(other));
        }
    }

    private static String named(FieldDescriptor field) {
        return field.getContainingType().getFullName() + "." + field.getNumber();
    }

    private static String shape(FieldDescriptor field) {
        String type =
                switch (field.getJavaType()) {
                    case MESSAGE -> field.getMessageType().getFullName();
                    case ENUM -> field.getEnumType().getFullName();
                    case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                            field.getType().name().toLowerCase(Locale.ROOT);
                };
        var choice = field.getRealContainingOneof();
        return (field.isRepeated() ? "repeated " : field.hasPresence() ? "optional " : "")
                + type
                + " "
                + field.getName()
                + (choice == null ? "" : " in " + choice.getName());
    }

    private static void values(
            EnumDescriptor values, @Nullable EnumDescriptor now, List<String> broken) {
        if (now == null) {
            broken.add(values.getFullName() + " is missing");
            return;
        }
        for (EnumValueDescriptor value : values.getValues()) {
            EnumValueDescriptor other = now.findValueByNumber(value.getNumber());
            if (other == null || !other.getName().equals(value.getName())) {
                broken.add(values.getFullName() + " has no " + value.getName() + " any more");
            }
        }
    }

    private static void call(
            MethodDescriptor call, @Nullable MethodDescriptor now, List<String> broken) {
        if (now == null || !signature(now).equals(signature(call))) {
            broken.add(
                    call.getFullName()
                            + (now == null
                                    ? " is missing"
                                    : " is another call: " + signature(now)));
        }
    }

    private static String signature(MethodDescriptor call) {
        return (call.isClientStreaming() ? "stream " : "")
                + call.getInputType().getFullName()
                + " -> "
                + (call.isServerStreaming() ? "stream " : "")
                + call.getOutputType().getFullName();
    }
}
