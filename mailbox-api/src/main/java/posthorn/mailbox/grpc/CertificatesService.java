package posthorn.mailbox.grpc;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.NoSuchElementException;
import posthorn.mailbox.certificate.CertificateVault;
import posthorn.protocol.wire.CertificateVersion;
import posthorn.protocol.wire.CertificatesGrpc;
import posthorn.protocol.wire.ListCertificatesAnswer;
import posthorn.protocol.wire.ListCertificatesRequest;
import posthorn.protocol.wire.ReadCertificateAnswer;
import posthorn.protocol.wire.ReadCertificateRequest;
import posthorn.runtime.grpc.SingleResponse;

/** Certificates of hosted names, for those who show them. */
@GrpcService
public final class CertificatesService extends CertificatesGrpc.CertificatesImplBase {

    private final CertificateVault vault;

    @Inject
    CertificatesService(CertificateVault vault) {
        this.vault = vault;
    }

    @Override
    public void listCertificates(
            ListCertificatesRequest request, StreamObserver<ListCertificatesAnswer> caller) {
        SingleResponse.send(Uni.createFrom().deferred(this::list), caller, Failures::status);
    }

    private Uni<ListCertificatesAnswer> list() {
        return vault.list()
                .map(versions -> {
                    ListCertificatesAnswer.Builder answer = ListCertificatesAnswer.newBuilder();
                    versions.forEach((name, version) ->
                            answer.addCertificates(
                                    CertificateVersion.newBuilder()
                                            .setName(name)
                                            .setVersion(version)));
                    return answer.build();
                });
    }

    @Override
    public void readCertificate(
            ReadCertificateRequest request, StreamObserver<ReadCertificateAnswer> caller) {
        SingleResponse.send(
                Uni.createFrom().deferred(() -> read(request.getName())), caller, Failures::status);
    }

    private Uni<ReadCertificateAnswer> read(String name) {
        return vault.find(name)
                .map(found ->
                        found.map(pem ->
                                        ReadCertificateAnswer.newBuilder()
                                                .setCertificate(pem.certificate())
                                                .setKey(pem.key())
                                                .build())
                                .orElseThrow(() -> new NoSuchElementException(name)));
    }
}
