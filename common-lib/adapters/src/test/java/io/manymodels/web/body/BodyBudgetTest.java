package io.manymodels.web.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyBudgetTest {

    private static final Duration IMPATIENT = Duration.ofMillis(1);

    @ParameterizedTest
    @CsvSource({"1, 1, true", "1, 16384, true", "1, 16385, false", "16385, 32768, true", "16385, 32769, false",
            "65536, 65536, true", "65536, 65537, false", "65536, 0, true"})
    void aRequestIsGrantedBlocksUntilTheyAreUsedUp(long budget, long bytes, boolean granted) {
        BodyBudget.Grant grant = new BodyBudget(budget, IMPATIENT).open();

        if (granted) {
            grant.cover(bytes);
        } else {
            assertThatThrownBy(() -> grant.cover(bytes)).isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                assertThat(problem.kind()).isEqualTo(ManyModelsException.Kind.UNAVAILABLE);
                assertThat(problem.code()).isEqualTo("bodies-too-many");
                assertThat(problem.getMessage()).contains("Maybe", "manymodels.web.bodies");
            });
        }
    }

    @Test
    void whatIsCoveredIsNotPaidForTwice() {
        BodyBudget budget = new BodyBudget(2L * BodyBudget.BLOCK, IMPATIENT);
        BodyBudget.Grant grant = budget.open();

        for (int bytes = 1; bytes <= BodyBudget.BLOCK; bytes++) {
            grant.cover(bytes);
        }

        try (BodyBudget.Grant other = budget.open()) {
            other.cover(BodyBudget.BLOCK);
        }
    }

    @Test
    void whatARequestHeldIsForOthersOnceItIsOver() {
        BodyBudget budget = new BodyBudget(BodyBudget.BLOCK, IMPATIENT);
        try (BodyBudget.Grant grant = budget.open()) {
            grant.cover(1);
            BodyBudget.Grant second = budget.open();
            assertThatThrownBy(() -> second.cover(1)).isInstanceOf(ManyModelsException.class);
            second.close();
        }

        BodyBudget.Grant third = budget.open();
        third.cover(BodyBudget.BLOCK);
        third.close();
        third.close();
        BodyBudget.Grant fourth = budget.open();
        fourth.cover(1);
        assertThatThrownBy(() -> fourth.cover(BodyBudget.BLOCK + 1)).as("closing twice gives nothing twice")
                .isInstanceOf(ManyModelsException.class);
    }

    @Test
    void aRequestWaitsForOthersToEnd() throws Exception {
        BodyBudget budget = new BodyBudget(BodyBudget.BLOCK, Duration.ofMinutes(1));
        BodyBudget.Grant first = budget.open();
        first.cover(1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            budget.open().cover(1);
            return true;
        });
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(second).isNotDone();

        first.close();

        assertThat(second.get(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void whoeverIsInterruptedWaitsNoLonger() throws Exception {
        BodyBudget budget = new BodyBudget(BodyBudget.BLOCK, Duration.ofMinutes(1));
        budget.open().cover(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                budget.open().cover(1);
            } catch (ManyModelsException e) {
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });

        waiting.interrupt();

        assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
        assertThat(interrupted).isTrue();
    }
}
