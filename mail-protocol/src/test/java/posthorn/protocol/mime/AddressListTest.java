package posthorn.protocol.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressListTest {
    @Test
    void bareAddress() {
        assertEquals(
                List.of(new Address(null, null, "bob", "example.test")),
                AddressList.parse("bob@example.test"));
    }

    @Test
    void nameInWordsAndInQuotes() {
        assertEquals(
                List.of(
                        new Address("Bob B. Smith", null, "bob", "x.test"),
                        new Address("Smith, \"B\"", null, "b", "y.test")),
                AddressList.parse("Bob B. Smith <bob@x.test>, \"Smith, \\\"B\\\"\" <b@y.test>"));
    }

    @Test
    void commentIsTheNameOfAnAddressWithoutOne() {
        assertEquals(
                List.of(new Address("Bob (the other)", null, "bob", "x.test")),
                AddressList.parse("bob@x.test (Bob (the other))"));
    }

    @Test
    void groupStartsAndEnds() {
        assertEquals(
                List.of(
                        new Address(null, null, "A Group", null),
                        new Address("Ed", null, "ed", "x.test"),
                        new Address(null, null, "joe", "y.test"),
                        new Address(null, null, null, null),
                        new Address(null, null, "z", "z.test")),
                AddressList.parse("A Group: Ed <ed@x.test>,joe@y.test;, z@z.test"));
        assertEquals(
                List.of(
                        new Address(null, null, "undisclosed-recipients", null),
                        new Address(null, null, null, null)),
                AddressList.parse("undisclosed-recipients:;"));
    }

    @Test
    void groupThatIsNotClosedEndsWithTheField() {
        assertEquals(
                List.of(
                        new Address(null, null, "g", null),
                        new Address(null, null, "a", "b"),
                        new Address(null, null, null, null)),
                AddressList.parse("g: a@b"));
    }

    @Test
    void sourceRouteIsKeptApartFromTheAddress() {
        assertEquals(
                List.of(new Address(null, "@r1.test,@r2.test", "a", "b.test")),
                AddressList.parse("<@r1.test,@r2.test:a@b.test>"));
        assertEquals(
                List.of(new Address("Name", "@route", "user", "domain")),
                AddressList.parse("Name <@route:user@domain>"));
        assertEquals(
                "user@domain", AddressList.parse("<@route:user@domain>").getFirst().addrSpec());
    }

    @Test
    void noMoreAreReadThanWanted() {
        String value = "g: a@x.test, b@x.test, c@x.test;, d@x.test";
        assertEquals(
                List.of(
                        new Address(null, null, "g", null),
                        new Address(null, null, "a", "x.test"),
                        new Address(null, null, null, null)),
                AddressList.parse(value, 2));
        assertEquals(AddressList.parse(value), AddressList.parse(value, 7));
    }

    @Test
    void obsoleteSpacesAndCommentsInAddrSpec() {
        assertEquals(
                List.of(new Address(null, null, "john.doe", "machine.example")),
                AddressList.parse("john (c) . doe @ (x) machine . example"));
    }

    @Test
    void quotedLocalPartAndDomainLiteral() {
        assertEquals(
                List.of(new Address(null, null, "a b", "[192.0.2.1]")),
                AddressList.parse("<\"a b\"@[192.0.2.1]>"));
        assertEquals(
                "\"a b\"@[192.0.2.1]",
                AddressList.parse("\"a b\"@[192.0.2.1]").getFirst().addrSpec());
    }

    @Test
    void rawEightBitNamesAreKept() {
        String raw = OctetString.ofText("Jörg");
        assertEquals(
                List.of(new Address(raw, null, "j", "x.test")),
                AddressList.parse(raw + " <j@x.test>"));
    }

    @Test
    void nothingThatLooksLikeAnAddressIsHidden() {
        assertEquals(
                List.of("me@x.test", "boss@y.test"),
                AddressList.parse("me@x.test boss@y.test").stream()
                        .map(Address::addrSpec)
                        .toList());
        assertEquals(
                List.of("me@x.test", "boss@y.test"),
                AddressList.parse("<me@x.test><boss@y.test>").stream()
                        .map(Address::addrSpec)
                        .toList());
        assertEquals(
                "\"me@x.test\"@y.test",
                AddressList.parse("me@x.test@y.test").getFirst().addrSpec());
        assertEquals(
                "\"me@x.test\"@y.test",
                AddressList.parse("<me@x.test@y.test>").getFirst().addrSpec());
    }

    @Test
    void anAddressAsNameOfAnAddressIsItsName() {
        assertEquals(
                List.of(new Address("Bob bob@x.test", null, "bob", "x.test")),
                AddressList.parse("Bob bob@x.test <bob@x.test>"));
    }

    @Test
    void wordsWithoutAnAtAreAMailboxWithoutHost() {
        assertEquals(List.of(new Address(null, null, "root", "")), AddressList.parse("root"));
        assertEquals(List.of(new Address("Name", null, "", "")), AddressList.parse("Name <>"));
    }

    @Test
    void emptyAndBrokenListsEnd() {
        assertEquals(List.of(), AddressList.parse(""));
        assertEquals(List.of(), AddressList.parse(" , ,, (only a comment) "));
        assertEquals(List.of(new Address(null, null, "a", "")), AddressList.parse("\"a"));
        assertEquals(List.of(new Address(null, null, "a", "b")), AddressList.parse("<a@b"));
        for (long seed = 0; seed < 20_000; seed++) {
            AddressList.parse(noise(new Random(seed)));
        }
    }

    private static String noise(Random random) {
        String chars = "ab.@<>,;:\"\\()[] \t=?\u00e4";
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            noise.append(chars.charAt(random.nextInt(chars.length())));
        }
        return noise.toString();
    }
}
