package io.manymodels.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.training.TrainingStack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column that asks for more statistics than others makes autovacuum look at more rows of its table, several times a night. */
class CandidateStatisticsIT {

    @ParameterizedTest
    @ValueSource(strings = {"training.model_version", "training.run_model", "training.run_partition"})
    void noColumnOfARowPerKeyAsksForMoreStatisticsThanTheEndOfARunTakes(String table) {
        assertThat(TrainingStack.SERVICE.database("training").sql("""
                SELECT attname FROM pg_attribute
                WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND coalesce(attstattarget, 100) > 20
                """).param(table).query(String.class).list()).isEmpty();
    }
}
