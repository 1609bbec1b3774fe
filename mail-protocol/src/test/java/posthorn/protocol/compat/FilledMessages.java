package posthorn.protocol.compat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.ArrayList;
import java.util.List;

/** Messages in which every field is set, each choice of a oneof in a message of its own. */
final class FilledMessages {

    /** Parts of a message within a part of it, and so on. */
    private static final int DEEPEST = 3;

    private FilledMessages() {}

    /** As many as the longest oneof has choices, and at least one. */
    static List<DynamicMessage> of(Descriptor type) {
        int variants =
                type.getRealOneofs().stream()
                        .mapToInt(OneofDescriptor::getFieldCount)
                        .max()
                        .orElse(1);
        List<DynamicMessage> all = new ArrayList<>();
        for (int variant = 0; variant < variants; variant++) {
            all.add(filled(type, variant, 0));
        }
        return all;
    }

    private static DynamicMessage filled(Descriptor type, int variant, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            boolean chosen = isChosen(field, variant);
            boolean tooDeep =
                    field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth >= DEEPEST;
            if (chosen && !tooDeep && field.isRepeated()) {
                message.addRepeatedField(field, value(field, variant, depth));
                message.addRepeatedField(field, value(field, variant + 1, depth));
            } else if (chosen && !tooDeep) {
                message.setField(field, value(field, variant, depth));
            }
        }
        return message.build();
    }

    private static boolean isChosen(FieldDescriptor field, int variant) {
        OneofDescriptor choice = field.getRealContainingOneof();
        return choice == null || choice.getField(variant % choice.getFieldCount()).equals(field);
    }

    private static Object value(FieldDescriptor field, int variant, int depth) {
        int number = 1000 * field.getNumber() + variant + 1;
        return switch (field.getJavaType()) {
            case INT -> number;
            case LONG -> (long) number << 20;
            case FLOAT -> (float) number;
            case DOUBLE -> (double) number;
            case BOOLEAN -> true;
            case STRING -> field.getName() + " ü " + number;
            case BYTE_STRING -> ByteString.copyFrom(new byte[] {0, (byte) number, (byte) 0xff});
            case ENUM -> value(field.getEnumType().getValues(), variant);
            case MESSAGE -> filled(field.getMessageType(), variant, depth + 1);
        };
    }

    /** Never the first one, which is the same as none. */
    private static EnumValueDescriptor value(List<EnumValueDescriptor> values, int variant) {
        return values.get(values.size() == 1 ? 0 : 1 + variant % (values.size() - 1));
    }
}
