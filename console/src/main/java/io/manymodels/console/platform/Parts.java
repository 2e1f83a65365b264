package io.manymodels.console.platform;

import io.manymodels.problem.ManyModelsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Asks for the parts of a page side by side. */
@Component
public class Parts {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** A part that is on its way. */
    public <T> Coming<T> ask(Supplier<T> question) {
        return new Coming<>(CompletableFuture.supplyAsync(() -> now(question), threads));
    }

    /** A part that is asked for here and now. */
    public static <T> Part<T> now(Supplier<T> question) {
        try {
            return Part.of(question.get());
        } catch (ManyModelsException e) {
            return Part.failed(e);
        }
    }

    /** @param future never fails for what a service says */
    public record Coming<T>(CompletableFuture<Part<T>> future) {

        /** Waits for it. */
        public Part<T> part() {
            return future.join();
        }
    }
}
