package io.manymodels.work.rest;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.work.api.Run;
import io.manymodels.work.engine.RunRepository;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Follows runs for listeners over HTTP: an event a change, a comment every 15 s, a last event with the final state. One
 * thread looks the runs of all listeners up at once, so that many listeners cost the database no more than one; each
 * listener has a thread of its own to be written to, so that a slow one holds up no other.
 */
class RunEvents implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RunEvents.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration COMMENT = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofHours(12);

    private final RunRepository runs;
    private final Clock clock;
    private final Semaphore places;
    private final int most;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private @Nullable Thread thread;

    /** @param most listeners of this process at a time */
    RunEvents(RunRepository runs, Clock clock, int most) {
        this.runs = runs;
        this.clock = clock;
        this.most = most;
        this.places = new Semaphore(most);
    }

    /** Somebody who follows a run; news that he was too slow for are replaced by later news. */
    private record Listener(UUID run, SseEmitter emitter, BlockingQueue<Run> news) {

        void tell(Run now) {
            news.clear();
            news.offer(now);
        }
    }

    /**
     * An event's id is state and partitions accounted for, so a listener that comes back hears only news. UNAVAILABLE
     * {@code listeners-too-many}.
     */
    SseEmitter follow(Run run, @Nullable String lastEventId) {
        if (!places.tryAcquire()) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "listeners-too-many",
                    "[%d] listeners follow runs here already. Maybe ask GET /api/v1/runs/%s now and then".formatted(
                            most,
                            run.id()));
        }
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        Listener listener = new Listener(run.id(), emitter, new ArrayBlockingQueue<>(1));
        listener.tell(run);
        listeners.add(listener);
        Thread.ofVirtual().name("run-events").start(() -> {
            try {
                send(listener, lastEventId == null ? "" : lastEventId);
            } finally {
                listeners.remove(listener);
                places.release();
            }
        });
        return emitter;
    }

    private void send(Listener listener, String lastEventId) {
        SseEmitter emitter = listener.emitter();
        String last = lastEventId;
        long quietSince = System.nanoTime();
        try {
            while (running) {
                Run run = listener.news().poll(COMMENT.toMillis(), TimeUnit.MILLISECONDS);
                boolean ended = run != null && run.state().isFinal();
                String eventId = run == null ? last : run.state().wireName() + "-" + run.progress().accountedFor();
                if (run != null && (ended || !eventId.equals(last))) {
                    emitter.send(SseEmitter.event().id(eventId).name(ended ? "ended" : "progress")
                            .data(RunView.of(run, clock.instant())));
                    last = eventId;
                    quietSince = System.nanoTime();
                } else if (System.nanoTime() - quietSince > COMMENT.toNanos()) {
                    emitter.send(SseEmitter.event().comment("still " + last));
                    quietSince = System.nanoTime();
                }
                if (ended) {
                    break;
                }
            }
            emitter.complete();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (IOException | RuntimeException e) {
            emitter.completeWithError(e);
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().daemon().name("run-events").start(this::look);
    }

    private void look() {
        while (running) {
            try {
                Thread.sleep(LOOK);
                List<UUID> followed = listeners.stream().map(Listener::run).distinct().toList();
                if (!followed.isEmpty()) {
                    Map<UUID, Run> found = runs.find(followed).stream()
                            .collect(Collectors.toMap(Run::id, Function.identity()));
                    for (Listener listener : listeners) {
                        Run run = found.get(listener.run());
                        if (run != null) {
                            listener.tell(run);
                        }
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("Listeners hear nothing for now: {}", e.toString());
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
        listeners.forEach(listener -> listener.emitter().complete());
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
