package posthorn.runtime.tls;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A certificate and its key in two files.
 *
 * @param origin what to call the pair
 * @param certificate file with the chain, PEM
 * @param key file with the key, PEM
 */
record CertificateFiles(String origin, Path certificate, Path key) {
    private static final long LARGEST = 1024 * 1024;
    private static final String CERTIFICATE = ".crt";
    private static final String KEY = ".key";

    /**
     * The pairs in a directory and in the directories in it: {@code name.crt} with {@code
     * name.key}, which Kubernetes' Secrets of the type {@code kubernetes.io/tls} are, too, and
     * certbot's {@code fullchain.pem} with {@code privkey.pem}. What begins with a dot is not
     * looked at.
     *
     * @param most how many there may be
     * @throws IOException the directory cannot be read
     * @throws BadCertificate there are more
     */
    static List<CertificateFiles> in(Path directory, int most) throws IOException, BadCertificate {
        List<CertificateFiles> pairs = new ArrayList<>();
        TreeMap<String, Path> directories = new TreeMap<>();
        directories.put("", directory);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = name(entry);
                if (!name.startsWith(".") && Files.isDirectory(entry)) {
                    directories.put(name + "/", entry);
                }
            }
        }
        for (var each : directories.entrySet()) {
            pairs(each.getKey(), each.getValue(), pairs);
            if (pairs.size() > most) {
                throw new BadCertificate(
                        directory
                                + " holds more than the "
                                + most
                                + " certificates of posthorn.tls.most-certificates");
            }
        }
        return pairs;
    }

    private static void pairs(String prefix, Path directory, List<CertificateFiles> pairs)
            throws IOException {
        TreeMap<String, CertificateFiles> found = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = name(entry);
                if (name.equals("fullchain.pem")) {
                    found.put(name, pair(prefix + name, entry, "privkey.pem"));
                } else if (name.endsWith(CERTIFICATE) && !name.startsWith(".")) {
                    String stem = name.substring(0, name.length() - CERTIFICATE.length());
                    found.put(name, pair(prefix + name, entry, stem + KEY));
                }
            }
        }
        // Authorities' own certificates, as in Kubernetes' ca.crt, stand there without keys.
        found.values().stream().filter(CertificateFiles::isOfServer).forEach(pairs::add);
    }

    private static CertificateFiles pair(String origin, Path certificate, String key) {
        return new CertificateFiles(origin, certificate, certificate.resolveSibling(key));
    }

    private boolean isOfServer() {
        return !name(certificate).equals("ca.crt") || Files.exists(key);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Reads both. */
    ServerCertificate read() throws BadCertificate {
        return ServerCertificate.of(origin, octets(certificate), octets(key));
    }

    private static byte[] octets(Path file) throws BadCertificate {
        try {
            if (Files.size(file) > LARGEST) {
                throw new BadCertificate(file + " is larger than " + LARGEST + " octets");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadCertificate(file + " cannot be read");
        }
    }
}
