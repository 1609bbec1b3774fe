package posthorn.protocol.compat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A release as it is kept: its contract ({@code contract.binpb}, a FileDescriptorSet) and records
 * that it wrote ({@code records.txt}: on each line the name of a message and its octets in Base64).
 *
 * @param name as in {@code 0.1.0}
 * @param records of every message of the contract
 */
record StoredRelease(String name, WireContract contract, List<Octets> records) {

    private static final Path ALL = Path.of("src/test/resources/compat");

    /**
     * A record as it stands on the wire.
     *
     * @param message its full name
     */
    record Octets(String message, byte[] bytes) {
        DynamicMessage as(Descriptor type) throws InvalidProtocolBufferException {
            return DynamicMessage.parseFrom(type, bytes);
        }
    }

    /** Those that are kept. */
    static List<StoredRelease> all() throws IOException, DescriptorValidationException {
        List<StoredRelease> releases = new ArrayList<>();
        try (Stream<Path> directories = Files.list(ALL)) {
            for (Path directory : directories.sorted().toList()) {
                releases.add(read(directory));
            }
        }
        return releases;
    }

    private static StoredRelease read(Path directory)
            throws IOException, DescriptorValidationException {
        FileDescriptorSet set =
                FileDescriptorSet.parseFrom(
                        Files.readAllBytes(directory.resolve("contract.binpb")));
        List<Octets> records = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("records.txt"))) {
            int space = line.indexOf(' ');
            records.add(
                    new Octets(
                            line.substring(0, space),
                            Base64.getDecoder().decode(line.substring(space + 1))));
        }
        return new StoredRelease(directory.getFileName().toString(), WireContract.of(set), records);
    }

    /** Keeps what is built now under a name. */
    static void write(String name) throws IOException {
        WireContract now = WireContract.current();
        Path directory = Files.createDirectories(ALL.resolve(name));
        Files.write(directory.resolve("contract.binpb"), now.set().toByteArray());
        List<String> lines = new ArrayList<>();
        now.messages()
                .forEach((message, type) ->
                        FilledMessages.of(type)
                                .forEach(filled ->
                                        lines.add(
                                                message
                                                        + " "
                                                        + Base64.getEncoder()
                                                                .encodeToString(
                                                                        filled.toByteArray()))));
        Files.write(directory.resolve("records.txt"), lines);
    }
}
