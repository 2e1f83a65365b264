package io.manymodels.work.rest;

import io.manymodels.work.api.Run;
import io.manymodels.work.api.Runs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Follows runs for listeners over HTTP: an event a change, a comment every 15 s, a last event with the final state. */
class RunEvents {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration COMMENT = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Runs runs;
    private final Clock clock;

    RunEvents(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** An event's id is state and partitions accounted for, so a listener that comes back hears only news. */
    SseEmitter follow(UUID run, @Nullable String lastEventId) {
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        Thread.ofVirtual().name("run-events").start(() -> send(run, lastEventId == null ? "" : lastEventId, emitter));
        return emitter;
    }

    private void send(UUID id, String lastEventId, SseEmitter emitter) {
        String last = lastEventId;
        long quietSince = System.nanoTime();
        try {
            while (true) {
                Run run = runs.get(id);
                String eventId = run.state().wireName() + "-" + run.progress().accountedFor();
                boolean ended = run.state().isFinal();
                if (!eventId.equals(last) || ended) {
                    emitter.send(SseEmitter.event().id(eventId).name(ended ? "ended" : "progress")
                            .data(RunView.of(run, clock.instant())));
                    last = eventId;
                    quietSince = System.nanoTime();
                }
                if (ended) {
                    emitter.complete();
                    return;
                }
                if (System.nanoTime() - quietSince > COMMENT.toNanos()) {
                    emitter.send(SseEmitter.event().comment("still " + eventId));
                    quietSince = System.nanoTime();
                }
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (IOException | RuntimeException e) {
            emitter.completeWithError(e);
        }
    }
}
