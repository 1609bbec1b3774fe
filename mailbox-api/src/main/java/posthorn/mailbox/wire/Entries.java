package posthorn.mailbox.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import posthorn.mailbox.account.Entry;

/** Entries of an account's log. */
public final class Entries {

    private Entries() {}

    /** The record that stands for an entry. */
    public static posthorn.protocol.wire.Entry encode(Entry entry) {
        posthorn.protocol.wire.Entry.Builder record =
                posthorn.protocol.wire.Entry.newBuilder()
                        .setAccount(entry.account())
                        .setN(entry.n())
                        .setProposal(entry.proposal())
                        .addAllKeys(entry.keys())
                        .setNeeds(entry.needs())
                        .setAt(entry.at());
        entry.changes().forEach(change -> record.addChanges(Changes.encode(change)));
        entry.results()
                .forEach(result ->
                        record.addResults(
                                posthorn.protocol.wire.KeyResult.newBuilder()
                                        .setKey(result.key())
                                        .setResult(Results.encode(result.result()))));
        return record.build();
    }

    /**
     * The entry that a record stands for. One that a newer release wrote comes without the changes
     * that this one does not know; its {@code needs} says so.
     */
    public static Entry decode(posthorn.protocol.wire.Entry record) {
        return new Entry(
                record.getAccount(),
                record.getN(),
                record.getProposal(),
                record.getKeysList(),
                record.getChangesList().stream()
                        .flatMap(change -> Changes.decode(change).stream())
                        .toList(),
                record.getNeeds(),
                record.getAt(),
                record.getResultsList().stream()
                        .map(result ->
                                new Entry.KeyResult(
                                        result.getKey(), Results.decode(result.getResult())))
                        .toList());
    }

    /**
     * The entry that the bytes of a record stand for.
     *
     * @throws IllegalStateException when they are no such record
     */
    public static Entry decode(byte[] bytes) {
        try {
            return decode(posthorn.protocol.wire.Entry.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the bytes are no entry", e);
        }
    }
}
