package io.manymodels.work.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.ErrorBudget;
import io.manymodels.run.Outcome;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.NoProcess;
import io.manymodels.work.TestStack;
import io.manymodels.work.WorkConfiguration;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.NewRun;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.Runs;
import io.manymodels.work.api.TaskRange;
import io.manymodels.work.api.TaskResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Two versions of a service share the tasks of one share group: none works on what it would misread. */
class PlanVersionIT {

    private static final int PARTS = 40;

    private final Queue<ConfigurableApplicationContext> started = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        started.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void whatANewerVersionSubmittedIsLeftToIt() {
        ConfigurableApplicationContext older = start(OlderService.class);
        ConfigurableApplicationContext newer = start(NewerService.class);

        UUID run = submit(newer);

        assertThat(awaitEnd(newer, run)).isEqualTo(RunState.SUCCEEDED);
        assertThat(worked(older, run)).isEmpty();
        assertThat(worked(newer, run)).hasSize(PARTS + 2);
    }

    @Test
    void whatANewerVersionPlannedIsLeftToIt() {
        ConfigurableApplicationContext older = start(OlderService.class);
        Lifecycle workersOfOlder = older.getBean("workers", Lifecycle.class);
        workersOfOlder.stop();
        UUID run = submit(older);
        ConfigurableApplicationContext newer = start(NewerService.class);
        CountDownLatch joined = new CountDownLatch(1);
        newer.getBean(Worker.class).waitFor = joined;
        Awaitility.await("it is planned").atMost(Duration.ofMinutes(1)).until(() -> worked(newer, run).size() > 1);

        workersOfOlder.start();
        joined.countDown();

        assertThat(awaitEnd(newer, run)).isEqualTo(RunState.SUCCEEDED);
        assertThat(worked(older, run)).isEmpty();
        assertThat(worked(newer, run)).hasSize(PARTS + 2);
    }

    @Test
    void whatAnOlderVersionPlannedIsWorkedOnByBoth() {
        ConfigurableApplicationContext older = start(OlderService.class);
        Worker slow = older.getBean(Worker.class);
        CountDownLatch joined = new CountDownLatch(1);
        slow.waitFor = joined;
        UUID run = submit(older);
        Awaitility.await("it is planned").atMost(Duration.ofMinutes(1)).until(() -> worked(older, run).size() > 1);

        ConfigurableApplicationContext newer = start(NewerService.class);
        Awaitility.await("the newer one joins").atMost(Duration.ofMinutes(1))
                .until(() -> !worked(newer, run).isEmpty());
        joined.countDown();

        assertThat(awaitEnd(older, run)).isEqualTo(RunState.SUCCEEDED);
        assertThat(worked(older, run).size() + worked(newer, run).size()).isEqualTo(PARTS + 2);
    }

    private ConfigurableApplicationContext start(Class<?> service) {
        ConfigurableApplicationContext context = TestStack.start(service);
        started.add(context);
        return context;
    }

    private static UUID submit(ConfigurableApplicationContext service) {
        return service.getBean(Runs.class)
                .submit(new NewRun(UUID.randomUUID(), RunKind.TRAINING, "versions", 1, null, Map.of(),
                        new ErrorBudget(0, false), "test"))
                .id();
    }

    private static RunState awaitEnd(ConfigurableApplicationContext service, UUID run) {
        Runs runs = service.getBean(Runs.class);
        Awaitility.await("the end of the run").atMost(Duration.ofMinutes(1))
                .until(() -> runs.get(run).state().isFinal());
        return runs.get(run).state();
    }

    private static List<String> worked(ConfigurableApplicationContext service, UUID run) {
        return service.getBean(Worker.class).worked.stream().filter(work -> work.startsWith(run.toString())).toList();
    }

    /** Takes down what it is given to do. */
    static final class Worker extends NoProcess {

        private final int planVersion;
        private final Queue<String> worked = new ConcurrentLinkedQueue<>();
        private volatile CountDownLatch waitFor = new CountDownLatch(0);

        Worker(int planVersion) {
            super(RunKind.TRAINING);
            this.planVersion = planVersion;
        }

        @Override
        public int planVersion() {
            return planVersion;
        }

        @Override
        public Plan plan(Run run, LeasedTask task) {
            worked.add(run.id() + " plan");
            return Plan.of(PARTS, IntStream.range(0, PARTS).mapToObj(i -> new TaskRange(i, i + 1, 1)).toList());
        }

        @Override
        public TaskResult execute(Run run, LeasedTask task) {
            worked.add(run.id() + " part " + task.from());
            try {
                waitFor.await();
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new TaskResult(
                    List.of(new PartitionOutcome(task.from(), "{}", Outcome.SUCCEEDED, null, task.attempt(), 0.01)),
                    () -> {});
        }

        @Override
        public Completion finish(Run run, LeasedTask task) {
            worked.add(run.id() + " finish");
            return super.finish(run, task);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class OlderService {

        @Bean
        RunProcess process() {
            return new Worker(1);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(WorkConfiguration.class)
    static class NewerService {

        @Bean
        RunProcess process() {
            return new Worker(2);
        }
    }
}
