package posthorn.ingress.kafka;

import com.google.protobuf.ByteString;
import java.util.List;
import posthorn.ingress.memory.MemoryLog;
import posthorn.ingress.session.MessageLog;
import posthorn.protocol.wire.AcceptedMail;

class MemoryLogTest extends MessageLogContract {
    private final MemoryLog log = new MemoryLog();

    @Override
    MessageLog log() {
        return log;
    }

    @Override
    MessageLog unreachable() {
        MemoryLog down = new MemoryLog();
        down.down(true);
        return down;
    }

    @Override
    List<AcceptedMail> read() {
        return log.appended().stream()
                .map(a ->
                        AcceptedRecord.of(a.message()).toBuilder()
                                .setInline(ByteString.copyFrom(a.inline()))
                                .build())
                .toList();
    }
}
