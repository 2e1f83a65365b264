package io.manymodels.promotion.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.work.api.TaskRange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromotionTasksTest {

    @ParameterizedTest
    @CsvSource({"0,2,0", "1,2,1", "512,2,1", "513,2,2", "8192,2,2", "8193,2,4", "10000,2,4", "10000,3,3",
            "1000000,2,246"})
    void everySeatHasAsManyTasks(int keys, int seats, int tasks) {
        assertThat(PromotionProcess.cut(keys, seats)).hasSize(tasks);
    }

    @Test
    void tasksFollowOneAnotherAndAreAboutEqual() {
        List<TaskRange> tasks = PromotionProcess.cut(100_001, 2);

        assertThat(tasks.getFirst().from()).isZero();
        assertThat(tasks.getLast().to()).isEqualTo(100_001);
        for (int i = 1; i < tasks.size(); i++) {
            assertThat(tasks.get(i).from()).isEqualTo(tasks.get(i - 1).to());
        }
        assertThat(tasks).allSatisfy(task -> {
            assertThat(task.rows()).isEqualTo(task.to() - task.from());
            assertThat(task.rows()).isBetween(3846L, 3847L);
        });
    }
}
