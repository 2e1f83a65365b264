package io.manymodels.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the stack tells the command line about itself, in {@code <data>/run/stack.json}. Holds no secrets.
 *
 * @param phase {@code starting}, {@code ready}, {@code stopping}, {@code stopped} or {@code failed}
 * @param external whether database, broker and storage are somebody else's
 * @param problem why it failed, in one line
 * @param urls URL of each service by name
 * @param processes infrastructure and services in the order of their start
 */
record StackState(long pid, String phase, boolean external, @Nullable String problem, Map<String, String> urls,
        Database database,
        String bootstrapServers, Storage storage, List<Part> processes) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    record Database(String host, int port, String name) {

        private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^:/]+)(?::(\\d+))?/([^?]+).*");

        static Database of(String jdbcUrl) {
            var parts = URL.matcher(jdbcUrl);
            if (!parts.matches()) {
                throw new IllegalArgumentException("The URL of the database is not readable (" + jdbcUrl
                        + "). Maybe jdbc:postgresql://HOST:PORT/manymodels");
            }
            String port = parts.group(2);
            return new Database(parts.group(1), port == null ? 5432 : Integer.parseInt(port), parts.group(3));
        }
    }

    record Storage(String endpoint, String region) {}

    /** @param pid process id, or 0 when it has no process of its own, or none at the moment */
    record Part(String name, String state, long pid, int port) {}

    /** @throws IOException when the stack has not told anything there yet, or it cannot be read */
    static StackState read(Path file) throws IOException {
        try {
            return JSON.readValue(file, StackState.class);
        } catch (JacksonException e) {
            throw new IOException("The state of the stack cannot be read from (" + file + "): "
                    + e.getOriginalMessage(), e);
        }
    }

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
