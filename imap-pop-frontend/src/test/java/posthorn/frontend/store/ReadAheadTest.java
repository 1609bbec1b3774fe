package posthorn.frontend.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import posthorn.runtime.signin.TestSignIns;

class ReadAheadTest {

    private static final int LARGE = AccountSession.SMALL + 1;

    /** For each call, how many messages it asked for. */
    private final List<Integer> calls = new ArrayList<>();

    private ReadAheadBudget room = new ReadAheadBudget(1 << 20);
    private final AccountSession account = account();
    private MessageIndex inbox = inbox();
    private ReadAhead messages = new ReadAhead(account);

    private AccountSession account() {
        MemoryAccounts accounts = new MemoryAccounts();
        accounts.add("a@example.test", "secret");
        AuthenticationResult signIn =
                accounts.signIn(
                        TestSignIns.password("a@example.test", "secret", "pop3", "192.0.2.1"));
        AccountSession view =
                assertInstanceOf(AuthenticationResult.Accepted.class, signIn).account();
        return (AccountSession)
                Proxy.newProxyInstance(
                        AccountSession.class.getClassLoader(),
                        new Class<?>[] {AccountSession.class},
                        (proxy, method, arguments) -> {
                            switch (method.getName()) {
                                case "body" -> calls.add(1);
                                case "bodies" -> calls.add(((List<?>) arguments[1]).size());
                                case "readAheadBudget" -> {
                                    return room;
                                }
                                default -> {}
                            }
                            return method.invoke(view, arguments);
                        });
    }

    private MessageIndex inbox() {
        long number =
                account.list().mailboxes().stream()
                        .filter(head -> head.name().equals("INBOX"))
                        .findFirst()
                        .orElseThrow()
                        .mailbox();
        try (OpenMailbox open = account.open(number, () -> {})) {
            return java.util.Objects.requireNonNull(open).current();
        }
    }

    /** So many messages, {@code text} and its number in each. */
    private void fill(int count, String text) {
        for (int i = 0; i < count; i++) {
            byte[] octets = (text + i).getBytes(StandardCharsets.US_ASCII);
            try (MessageAppend appending =
                    account.append(new AppendedMessage("INBOX", List.of(), 0, octets.length))) {
                appending.write(octets, 0, octets.length);
                appending.finish();
            }
        }
        inbox = inbox();
        messages = new ReadAhead(account);
    }

    private String read(int position) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (BodyReader reader = messages.message(inbox, inbox.uid(position))) {
            for (byte[] piece = reader.next(); piece != null; piece = reader.next()) {
                octets.writeBytes(piece);
            }
        }
        return octets.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void smallMessagesInTurnAreReadInGroups() {
        fill(100, "m");
        for (int i = 0; i < 100; i++) {
            assertEquals("m" + i, read(i));
        }
        assertEquals(List.of(2, 4, 8, 16, 32, 38), calls);
    }

    @Test
    void messagesThatAreLeftOutAreReadNoMore() {
        fill(70, "m");
        assertEquals("m0", read(0));
        assertEquals("m5", read(5));
        assertEquals("m6", read(6));
        assertEquals("m2", read(2));
        assertEquals("m3", read(3));
        assertEquals("m4", read(4));
        assertEquals(List.of(2, 1, 2, 1, 2, 4), calls);
    }

    @Test
    void anotherPassBeginsAnew() {
        fill(90, "m");
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < 70; i++) {
                assertEquals("m" + i, read(i));
            }
        }
        assertEquals(List.of(2, 4, 8, 16, 32, 28, 1, 2, 4, 8, 16, 32, 27), calls);
    }

    @Test
    void largeMessagesAreReadAloneAndPassedOver() {
        fill(2, "m");
        fill(1, "x".repeat(LARGE));
        fill(2, "n");
        assertEquals("m0", read(0));
        assertEquals("m1", read(1));
        assertEquals(LARGE + 1, read(2).length());
        assertEquals("n0", read(3));
        assertEquals("n1", read(4));
        assertEquals(List.of(2, 2, 1), calls);
    }

    @Test
    void onlyWhatThereIsRoomForIsReadAhead() {
        fill(8, "m");
        room = new ReadAheadBudget(2L * "m0".length());
        for (int i = 0; i < 8; i++) {
            assertEquals("m" + i, read(i));
        }
        assertEquals(List.of(2, 1, 1, 1, 1, 2), calls);
        room = new ReadAheadBudget(0);
        calls.clear();
        assertEquals("m0", read(0));
        assertEquals(List.of(1), calls);
    }

    @Test
    void noMoreThanTwoGroupsAreHeld() {
        fill(40, "x".repeat(60_000));
        int twoGroups = 2 * 256 * 1024;
        room = new ReadAheadBudget(2L * twoGroups);
        for (int i = 0; i < 40; i++) {
            read(i);
            assertTrue(isWhole(twoGroups));
        }
    }

    @Test
    void roomIsGivenBackWhenItIsTakenForgottenOrClosed() {
        int octets = 30 * "m00".length();
        fill(30, "m0");
        room = new ReadAheadBudget(octets);
        for (int i = 0; i < 30; i++) {
            read(i);
        }
        assertTrue(isWhole(octets));
        read(0);
        read(1);
        messages.forget();
        assertTrue(isWhole(octets));
        read(2);
        read(3);
        messages.close();
        assertTrue(isWhole(octets));
        read(4);
        assertTrue(isWhole(octets));
    }

    private boolean isWhole(int octets) {
        boolean whole = room.take(octets);
        if (whole) {
            room.give(octets);
        }
        return whole;
    }
}
