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
 *
 * @param recording whether it is made where there is none: a stack that lives for minutes has nothing of it
 */
record StartCache(Path application, boolean recording) {

    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE_WHEN_RECORDING = Duration.ofSeconds(45);

    private Path cache() {
        return application.resolve("app.aot");
    }

    private Path unfinished() {
        return application.resolve("app.aot.new");
    }

    /** Says that recording took too long here; it is not tried again before the next build. */
    private Path givenUp() {
        return application.resolve("app.aot.given-up");
    }

    private boolean records() {
        return recording && !Files.exists(cache()) && !Files.exists(givenUp());
    }

    /** Uses the cache, or records it where there is none. */
    List<String> jvmOptions() {
        if (Files.exists(cache())) {
            return List.of("-XX:AOTCache=" + cache());
        }
        return records() ? List.of("-XX:AOTCacheOutput=" + unfinished()) : List.of();
    }

    /**
     * How long the application may take to end: a recording JVM makes the cache then, some 10 s of one core. Where that
     * takes too long, it goes without.
     */
    Duration patience() {
        return records() ? PATIENCE_WHEN_RECORDING : USUAL_PATIENCE;
    }

    /** Takes over what an application recorded that ended by itself. */
    void keep() throws IOException {
        if (Files.exists(unfinished())) {
            Files.move(unfinished(), cache(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Removes what an application left that was not ready, or was killed while it recorded. */
    void discard() throws IOException {
        Files.deleteIfExists(unfinished());
        Files.deleteIfExists(application.resolve("app.aot.new.config"));
    }

    /** Records no more: this machine is too busy for it. */
    void giveUp() throws IOException {
        discard();
        if (records()) {
            Files.createFile(givenUp());
        }
    }
}
