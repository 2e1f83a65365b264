package io.manymodels.training.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.rows.TimeAxis;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** From where the horizons of a run's keys are counted. */
class RunContextTest {

    private static final String FORECAST = "task: forecast\ntime: t\nforecast: {horizon: 3%s}\n";

    private static @Nullable Long end(String task, @Nullable Long last, @Nullable Long asOf) {
        FamilySpec spec = FamilySpec.read("family: f\nsource: {files: rows.csv}\nkey: [k]\ntarget: y\n" + task)
                .orThrow();
        Snapshot snapshot = new Snapshot("s", "f", 1, 10, 1, List.of(), TimeAxis.integers(), last,
                JsonNodeFactory.instance.objectNode(), Instant.EPOCH);
        return new RunContext(new TrainingParameters("s", asOf, Retrain.CHANGED, List.of()), spec, snapshot, "hash")
                .end();
    }

    @Test
    void itIsTheFamilysLastTimeAsFarAsTheRunSees() {
        assertThat(end(FORECAST.formatted(""), 40L, null)).isEqualTo(40);
        assertThat(end(FORECAST.formatted(""), 40L, 30L)).isEqualTo(30);
        assertThat(end(FORECAST.formatted(""), 40L, 50L)).isEqualTo(40);
        assertThat(end(FORECAST.formatted(""), null, 50L)).isNull();
    }

    @Test
    void eachKeyHasItsOwnWhereTheSpecSaysSoAndWithoutAHorizon() {
        assertThat(end(FORECAST.formatted(", from: own-end"), 40L, null)).isNull();
        assertThat(end("task: regression\ntime: t\n", 40L, null)).isNull();
    }
}
