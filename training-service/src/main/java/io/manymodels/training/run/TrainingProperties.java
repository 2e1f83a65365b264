package io.manymodels.training.run;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How training runs are cut.
 *
 * @param rowsPerTask most rows of a task, which bounds the memory that a task takes; a larger partition is a task alone
 * @param leastRowsPerTask a task below it costs more than it brings
 */
@ConfigurationProperties(prefix = "manymodels.training", ignoreUnknownFields = false)
record TrainingProperties(@DefaultValue("1000000") long rowsPerTask, @DefaultValue("2000") long leastRowsPerTask) {

    TrainingProperties {
        require(rowsPerTask >= 1, "manymodels.training.rows-per-task", rowsPerTask, 1_000_000);
        require(leastRowsPerTask >= 1 && leastRowsPerTask <= rowsPerTask, "manymodels.training.least-rows-per-task",
                leastRowsPerTask, 2_000);
    }

    private static void require(boolean ok, String path, long value, long example) {
        if (!ok) {
            throw new IllegalArgumentException("%s [%d] is out of range. Maybe %d".formatted(path, value, example));
        }
    }
}
