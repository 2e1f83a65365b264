package io.manymodels.training.candidate;

import io.manymodels.artefact.ByteRange;
import io.manymodels.artefact.PackWriter;
import io.manymodels.storage.ObjectStore;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.Run;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The pack object of one attempt at a task: written to a temporary file, as models may be large, and uploaded whole. Its
 * key names task and epoch, so that no attempt ever writes over another's.
 */
public final class AttemptPack implements AutoCloseable {

    static final String BUCKET = "candidates";

    private final ObjectStore store;
    private final String object;
    private final Path file;
    private final OutputStream out;
    private final PackWriter pack;

    public AttemptPack(ObjectStore store, Run run, LeasedTask task) throws IOException {
        this(store, prefix(run) + "task-%s-%d.pack".formatted(task.id(), task.epoch()));
    }

    /** @param object key of the object, under {@link #prefix} of its run */
    private AttemptPack(ObjectStore store, String object) throws IOException {
        this.store = store;
        this.object = object;
        this.file = Files.createTempFile("training-", ".pack");
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        this.pack = new PackWriter(out);
    }

    /** Where all objects of a run lie. */
    static String prefix(Run run) {
        return "%s/run=%s/".formatted(run.family(), run.id());
    }

    public String object() {
        return object;
    }

    public ByteRange append(byte[] bytes) throws IOException {
        return pack.append(bytes);
    }

    /** Ends the pack and stores it. */
    public void upload() throws IOException {
        out.close();
        store.putFile(BUCKET, object, file);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            Files.deleteIfExists(file);
        }
    }
}
