package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.certificate.CertificateMaterial;
import posthorn.mailbox.certificate.CertificateRecord;
import posthorn.mailbox.certificate.CertificateStore;
import posthorn.mailbox.certificate.PendingChallenge;

/** The documents of certificates. */
public interface CertificatesContract {

    CertificateStore certificates();

    private static String name() {
        return UUID.randomUUID() + ".test";
    }

    @Test
    default void aRecordIsWrittenOnceAndChangedFromTheVersionBefore() {
        CertificateStore store = certificates();
        CertificateRecord first = CertificateRecord.wanted(name(), true);
        assertEquals(Optional.empty(), get(store.find(first.name())));
        assertTrue(get(store.add(first)));
        assertFalse(get(store.add(CertificateRecord.wanted(first.name(), false))));
        CertificateRecord claimed = first.claimed("token");
        assertTrue(get(store.replace(claimed)));
        assertFalse(get(store.replace(first.claimed("another"))));
        CertificateRecord issued = claimed.issued("some/material", 5, 3);
        assertTrue(get(store.replace(issued)));
        assertEquals(Optional.of(issued), get(store.find(first.name())));
        assertTrue(get(store.all()).contains(issued));
        assertFalse(get(store.remove(claimed)));
        assertTrue(get(store.remove(issued)));
        assertFalse(get(store.remove(issued)));
        assertFalse(get(store.replace(issued.waiting(7, 1, "why"))));
    }

    @Test
    default void certificatesAndChallengesComeAndGo() {
        CertificateStore store = certificates();
        CertificateMaterial material =
                new CertificateMaterial(name() + "/1", "a chain", new byte[] {1, 2});
        get(store.put(material));
        assertEquals(Optional.of(material), get(store.material(material.id())));
        get(store.removeMaterial(material.id()));
        assertEquals(Optional.empty(), get(store.material(material.id())));
        PendingChallenge challenge = new PendingChallenge(name(), "a.test", "proof", 5);
        get(store.put(challenge));
        get(store.put(challenge));
        assertEquals(Optional.of(challenge), get(store.challenge(challenge.token())));
        assertEquals(List.of(challenge), get(store.challenges()));
        get(store.removeChallenge(challenge.token()));
        assertEquals(Optional.empty(), get(store.challenge(challenge.token())));
        assertEquals(List.of(), get(store.challenges()));
    }
}
