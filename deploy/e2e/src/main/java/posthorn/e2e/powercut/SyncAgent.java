package posthorn.e2e.powercut;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@link SyncRecord} around Kafka's {@code FileRecords.flush}: {@code -javaagent:JAR=FILE}.
 */
public final class SyncAgent {

    private static final String FILE_RECORDS = "org/apache/kafka/common/record/FileRecords";
    private static final ClassDesc RECORD = ClassDesc.of(SyncRecord.class.getName());

    private SyncAgent() {}

    /** Called by the JVM. */
    public static void premain(String file, Instrumentation instrumentation) {
        SyncRecord.into(Path.of(file));
        instrumentation.addTransformer(new Around());
    }

    /** Packs the agent into a jar, which a JVM asks for. */
    public static Path pack(Path jar) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", SyncAgent.class.getName());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type :
                    new Class<?>[] {
                        SyncAgent.class,
                        Around.class,
                        Body.class,
                        SyncRecord.class,
                        SyncRecord.Begun.class
                    }) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream in = SyncAgent.class.getClassLoader().getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IOException(name + " is missing");
                    }
                    in.transferTo(out);
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes that one class, and no other. */
    static final class Around implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader,
                String name,
                @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain,
                byte[] bytes) {
            if (!FILE_RECORDS.equals(name)) {
                return null;
            }
            ClassFile file = ClassFile.of();
            return file.transformClass(
                    file.parse(bytes),
                    ClassTransform.transformingMethodBodies(
                            method ->
                                    method.methodName().equalsString("flush")
                                            && method.methodType().equalsString("()V"),
                            new Body()));
        }
    }

    /** Says so at the begin and before each return. */
    static final class Body implements CodeTransform {
        @Override
        public void atStart(CodeBuilder code) {
            code.aload(0)
                    .invokestatic(
                            RECORD,
                            "begin",
                            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object));
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (element instanceof ReturnInstruction) {
                code.invokestatic(RECORD, "end", MethodTypeDesc.of(ConstantDescs.CD_void));
            }
            code.with(element);
        }
    }
}
