package io.manymodels.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The AOT cache (JEP 514) of an application, beside its jar: the first run after a build records it when it ends, all later
 * runs start in about half the time. It lives and dies with the unpacked jar, so it never serves another build; and a JVM
 * that refuses it starts without.
 */
record StartCache(Path application) {

    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_WHEN_RECORDING = Duration.ofSeconds(45);

    private Path cache() {
        return application.resolve("app.aot");
    }

    private Path recording() {
        return application.resolve("app.aot.new");
    }

    /** Uses the cache, or records it where there is none. */
    List<String> jvmOptions() {
        return List.of(Files.exists(cache()) ? "-XX:AOTCache=" + cache() : "-XX:AOTCacheOutput=" + recording());
    }

    /**
     * How long the application may take to end: a recording JVM makes the cache then, some 10 s of one core. Where that
     * takes too long, the next run records again.
     */
    Duration patience() {
        return Files.exists(cache()) ? USUAL_PATIENCE : PATIENCE_WHEN_RECORDING;
    }

    /** Takes over what an application recorded that ended by itself. */
    void keep() throws IOException {
        if (Files.exists(recording())) {
            Files.move(recording(), cache(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Removes what an application left that was killed while it recorded. */
    void discard() throws IOException {
        Files.deleteIfExists(recording());
        Files.deleteIfExists(application.resolve("app.aot.new.config"));
    }
}
