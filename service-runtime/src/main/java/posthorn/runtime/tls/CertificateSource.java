package posthorn.runtime.tls;

import java.util.Map;
import java.util.Optional;

/** Where certificates of hosted names are kept. Its calls wait for their answers. */
public interface CertificateSource {

    /** What the origin of each of its certificates begins with. */
    String ORIGIN = "hosted ";

    /** What there is: a text by name that changes with the certificate. */
    Map<String, String> versions();

    /** The certificate of a name; empty: there is none any more. */
    Optional<CertificatePem> read(String name);
}
