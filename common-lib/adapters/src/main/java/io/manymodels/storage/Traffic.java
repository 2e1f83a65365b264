package io.manymodels.storage;

import java.util.concurrent.atomic.LongAdder;
import okhttp3.Call;
import okhttp3.EventListener;

/** Bytes of objects that went over the wire since the process started, tries that failed included. */
public final class Traffic {

    private final LongAdder read = new LongAdder();
    private final LongAdder written = new LongAdder();

    /** Hears of every body that the client has sent or received. */
    EventListener listener() {
        return new EventListener() {
            @Override
            public void requestBodyEnd(Call call, long byteCount) {
                written.add(byteCount);
            }

            @Override
            public void responseBodyEnd(Call call, long byteCount) {
                read.add(byteCount);
            }
        };
    }

    public long bytesRead() {
        return read.sum();
    }

    public long bytesWritten() {
        return written.sum();
    }
}
