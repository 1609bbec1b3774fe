package posthorn.launcher.backup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A backup that is one file: a tar archive (POSIX ustar) with {@code data/...} and, at the end,
 * {@code manifest.json}. It shares nothing with another one, and has its name only when all of it
 * is on the disk.
 */
public final class TarBackup implements StoredBackup {

    private static final int BLOCK = 512;
    private static final int MOST_NAME = 100;

    /** Where a name's size stands in a header, and how it is written: octal, 11 digits. */
    private static final int SIZE_AT = 124;

    private static final long MOST_SIZE = 0777_7777_7777L;
    private static final String PREFIX = Manifest.DATA + "/";

    private record Place(long at, long size) {}

    private final Path file;
    private final Map<String, Place> places;

    private TarBackup(Path file, Map<String, Place> places) {
        this.file = file;
        this.places = places;
    }

    /**
     * Writes one.
     *
     * @param to a file that is not there yet
     * @throws BackupFailure when it cannot be written
     */
    public static Manifest write(
            Path to, String id, Path from, String madeBy, long waiting, Meters meters) {
        if (Files.exists(to)) {
            throw new BackupFailure(
                    to + " is there already. Nothing is overwritten: name another.");
        }
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            List<Manifest.Entry> entries = new ArrayList<>();
            try (FileChannel channel = Disk.create(part);
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 17)) {
                List<Path> files = Backups.files(from);
                for (Path each : files) {
                    meters.expect(Files.size(each));
                }
                for (Path each : files) {
                    entries.add(entry(from.relativize(each).toString(), each, out, meters));
                }
                Backups.unchanged(from, files);
                long now = System.currentTimeMillis() / 1000;
                Manifest manifest =
                        new Manifest(Manifest.FORMAT, id, madeBy, now, waiting, entries);
                end(manifest.text(), out);
                channel.force(true);
                Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
                Disk.syncDirectory(Disk.parent(to));
                return manifest;
            }
        } catch (IOException e) {
            delete(part);
            throw new BackupFailure("the backup " + to + " could not be made (" + e + ").");
        }
    }

    /** What is none stays for nobody to find; whoever cannot delete it either is told why. */
    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new BackupFailure(part + " is left over and cannot be removed (" + e + ").");
        }
    }

    private static void end(byte[] manifest, OutputStream out) throws IOException {
        header(Manifest.NAME, manifest.length, out);
        out.write(manifest);
        fill(manifest.length, out);
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static Manifest.Entry entry(String path, Path file, OutputStream out, Meters meters)
            throws IOException {
        long size = Files.size(file);
        header(PREFIX + path, size, out);
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), Disk.newDigest())) {
            byte[] block = new byte[1 << 16];
            long left = size;
            while (left > 0) {
                int read = in.read(block, 0, (int) Math.min(block.length, left));
                if (read < 0) {
                    throw new IOException(file + " became shorter");
                }
                out.write(block, 0, read);
                meters.passed(read);
                left -= read;
            }
            fill(size, out);
            String sha256 = HexFormat.of().formatHex(in.getMessageDigest().digest());
            return new Manifest.Entry(path, size, 0, sha256);
        }
    }

    private static void header(String name, long size, OutputStream out) throws IOException {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        if (octets.length > MOST_NAME || size > MOST_SIZE) {
            throw new IOException(name + " is too long for a tar archive; back up to a directory");
        }
        ByteBuffer header = ByteBuffer.allocate(BLOCK);
        header.put(octets);
        put(header, 100, "0000600\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, SIZE_AT, String.format(Locale.ROOT, "%011o\0", size));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte octet : header.array()) {
            sum += octet & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        out.write(header.array());
    }

    private static void put(ByteBuffer header, int at, String text) {
        header.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void fill(long size, OutputStream out) throws IOException {
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    /**
     * Opens one.
     *
     * @throws BackupFailure when it is none
     */
    static TarBackup open(Path file) {
        Map<String, Place> places = new LinkedHashMap<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = 0;
            ByteBuffer header = ByteBuffer.allocate(BLOCK);
            while (channel.read(header.clear(), at) == BLOCK && header.get(0) != 0) {
                String name = text(header, 0, MOST_NAME);
                long size = Long.parseUnsignedLong(text(header, SIZE_AT, 11).strip(), 8);
                places.put(name, new Place(at + BLOCK, size));
                at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
            }
        } catch (IOException | NumberFormatException e) {
            throw new BackupFailure(file + " is damaged: it is no tar archive that can be read");
        }
        return new TarBackup(file, places);
    }

    private static String text(ByteBuffer header, int at, int most) {
        byte[] octets = new byte[most];
        header.get(at, octets);
        String text = new String(octets, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    @Override
    public Path place() {
        return file;
    }

    @Override
    public Manifest manifest() {
        Place place = places.get(Manifest.NAME);
        if (place == null) {
            throw new BackupFailure(file + " is no whole backup: there is no manifest at its end");
        }
        try (InputStream in = range(place)) {
            return Manifest.parse(in.readAllBytes(), file);
        } catch (IOException e) {
            throw new BackupFailure(file + " cannot be read (" + e + ")");
        }
    }

    @Override
    public List<String> paths() {
        return places.keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()))
                .toList();
    }

    @Override
    public long size(String path) {
        Place place = places.get(PREFIX + path);
        return place == null ? -1 : place.size();
    }

    @Override
    public InputStream open(String path) throws IOException {
        Place place = places.get(PREFIX + path);
        if (place == null) {
            throw new IOException(path + " is not in " + file);
        }
        return range(place);
    }

    private InputStream range(Place place) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(place.at());
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        return new InputStream() {
            private long left = place.size();

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (left <= 0) {
                    return -1;
                }
                int read = in.read(into, offset, (int) Math.min(length, left));
                left -= read < 0 ? left : read;
                return read;
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }
}
