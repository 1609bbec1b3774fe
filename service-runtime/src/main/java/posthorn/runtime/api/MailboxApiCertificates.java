package posthorn.runtime.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import posthorn.protocol.wire.CertificatesGrpc;
import posthorn.protocol.wire.ListCertificatesRequest;
import posthorn.protocol.wire.ReadCertificateAnswer;
import posthorn.protocol.wire.ReadCertificateRequest;
import posthorn.runtime.tls.CertificatePem;
import posthorn.runtime.tls.CertificateSource;

/** Certificates of hosted names, asked of {@code mailbox-api}, which has them itself. */
@Singleton
@DefaultBean
public final class MailboxApiCertificates implements CertificateSource {
    private static final long ANSWERS_WITHIN_SECONDS = 15;
    private static final String SUBJECT = "certificates";

    private final MailboxApi mailboxApi;

    @Inject
    MailboxApiCertificates(MailboxApi mailboxApi) {
        this.mailboxApi = mailboxApi;
    }

    private CertificatesGrpc.CertificatesBlockingStub stub() {
        return CertificatesGrpc.newBlockingStub(mailboxApi.any(SUBJECT))
                .withDeadlineAfter(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Map<String, String> versions() {
        Map<String, String> versions = new HashMap<>();
        stub().listCertificates(ListCertificatesRequest.getDefaultInstance())
                .getCertificatesList()
                .forEach(each -> versions.put(each.getName(), each.getVersion()));
        return versions;
    }

    @Override
    public Optional<CertificatePem> read(String name) {
        try {
            ReadCertificateAnswer answer =
                    stub().readCertificate(
                                    ReadCertificateRequest.newBuilder().setName(name).build());
            return Optional.of(new CertificatePem(answer.getCertificate(), answer.getKey()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
