package posthorn.imap;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import posthorn.frontend.store.MemoryAccounts;

/** Every transcript, on the pure session: whole lines, and pieces of every small size. */
final class TranscriptTest {

    private static final List<Integer> PIECES = List.of(1 << 20, 1, 2, 3, 5, 7, 16, 61);

    @TestFactory
    Stream<DynamicTest> transcripts() {
        return Transcript.all().stream()
                .flatMap(transcript ->
                        PIECES.stream()
                                .map(piece ->
                                        DynamicTest.dynamicTest(
                                                transcript.name() + " by " + piece,
                                                () -> play(transcript, piece))));
    }

    private static void play(Transcript transcript, int piece) {
        MemoryAccounts accounts = new MemoryAccounts();
        new TranscriptPlayer(
                        transcript,
                        accounts,
                        () -> new PurePeer(accounts, transcript.isPlain(), piece))
                .play();
    }
}
