package posthorn.mailbox.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static posthorn.mailbox.contract.Waits.get;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import posthorn.mailbox.outside.OutsideAccount;
import posthorn.mailbox.outside.OutsideDirectory;

/** What an outside directory answers that has alice (with two addresses) and bob. */
public interface OutsideDirectoryContract {

    /** Alice's own address, as her entry has it. */
    String ALICE = "Alice@A.example";

    /** Another one of hers. */
    String INFO = "info@a.example";

    /** Her password. */
    String PASSWORD = "correct horse";

    /** Bob's only address; his password is {@link #BOBS_PASSWORD}. */
    String BOB = "bob@a.example";

    /** Bob's password. */
    String BOBS_PASSWORD = "battery staple";

    OutsideDirectory outside();

    /** The account that one of the addresses is of. */
    default OutsideAccount account(String address) {
        return Objects.requireNonNull(get(outside().find(List.of(address))).get(address), address);
    }

    private OutsideAccount alice() {
        return account("alice@a.example");
    }

    @Test
    default void anAccountIsFoundByEachOfItsAddresses() {
        Map<String, OutsideAccount> found =
                get(outside().find(List.of("alice@a.example", INFO, BOB, "nobody@a.example")));
        assertEquals(Set.of("alice@a.example", INFO, BOB), found.keySet());
        assertEquals("alice@a.example", account(INFO).address());
        assertEquals(found.get("alice@a.example"), found.get(INFO));
        assertEquals(BOB, account(BOB).address());
        assertEquals(Map.of(), get(outside().find(List.of())));
    }

    @Test
    default void manyAddressesAreAskedForTogether() {
        Set<String> many =
                IntStream.range(0, 250)
                        .mapToObj(n -> "nobody" + n + "@a.example")
                        .collect(Collectors.toSet());
        assertEquals(
                Set.of(BOB),
                get(outside().find(Stream.concat(many.stream(), Stream.of(BOB)).toList()))
                        .keySet());
    }

    @Test
    default void whatMeansSomethingInAQuestionIsPartOfTheAddress() {
        assertEquals(
                Map.of(),
                get(
                        outside()
                                .find(
                                        List.of(
                                                "*@a.example",
                                                "\"a)(mail=*\"@a.example",
                                                "a\\2a@a.example"))));
    }

    @Test
    default void theOwnPasswordIsAcceptedAndNoOther() {
        assertTrue(get(outside().accepts(alice(), PASSWORD)));
        assertFalse(get(outside().accepts(alice(), BOBS_PASSWORD)));
        assertFalse(get(outside().accepts(alice(), "")));
        assertTrue(get(outside().accepts(alice(), PASSWORD)));
    }

    @Test
    default void whoIsNotThereHasNoPassword() {
        OutsideAccount nobody =
                new OutsideAccount("nobody@a.example", alice().name().replace("alice", "nobody"));
        assertFalse(get(outside().accepts(nobody, PASSWORD)));
    }
}
