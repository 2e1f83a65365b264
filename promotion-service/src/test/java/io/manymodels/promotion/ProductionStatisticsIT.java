package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column that asks for more statistics than others makes autovacuum look at more rows of its table, several times a night. */
class ProductionStatisticsIT {

    @ParameterizedTest
    @ValueSource(strings = {"production.model_version", "production.verdict", "production.release_entry",
            "production.run_partition"})
    void noColumnOfARowPerKeyAsksForMoreStatisticsThanTheEndOfARunTakes(String table) {
        assertThat(Stack.INSTANCE.database("promotion").sql("""
                SELECT attname FROM pg_attribute
                WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND coalesce(attstattarget, 100) > 20
                """).param(table).query(String.class).list()).isEmpty();
    }
}
