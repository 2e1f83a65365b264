package io.manymodels.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the stack tells the command line about itself, in {@code <data>/run/stack.json}. Holds no secrets.
 *
 * @param phase {@code starting}, {@code ready}, {@code stopping}, {@code stopped} or {@code failed}
 * @param problem why it failed, in one line
 * @param urls URL of each service by name
 * @param processes infrastructure and services in the order of their start
 */
record StackState(long pid, String phase, @Nullable String problem, Map<String, String> urls, Database database,
        String bootstrapServers, Storage storage, List<Part> processes) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Database(String host, int port, String name) {}

    record Storage(String endpoint, String region) {}

    /** @param pid process id, or 0 when it has no process of its own, or none at the moment */
    record Part(String name, String state, long pid, int port) {}

    /** Replaces the file in one step, so that no reader sees half of it. */
    void write(Path file) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            JSON.writeValue(draft, this);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the state of the stack to (" + file + ")", e);
        }
    }
}
