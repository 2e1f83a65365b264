package io.manymodels.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.access.Role;
import io.manymodels.fixtures.service.RunningService;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Forecasts of groups of keys that training leaves for scoring. */
@NullUnmarked
class GroupTrainingIT {

    private static final int STORES = 12;
    private static final RunningService SERVICE = TrainingStack.SERVICE;
    /** Scoring reads them, as itself. */
    private static final JdbcClient READER = SERVICE.database("scoring");

    private static UUID train(String name, String reconcile) throws Exception {
        ToyFamily family = new ToyFamily(SERVICE, ToyFamily.Kind.UNITS, name, STORES, "[naive]",
                spec -> spec.replace("known: [price]", "known: [price], static: [region]") + reconcile);
        family.snapshot(name + "-1", Set.of(), Set.of());
        JsonNode run = SERVICE.ended(SERVICE.post(Role.OPERATOR, "/api/v1/families/%s/trainings".formatted(name), "{}")
                .expect(202).id());
        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        return UUID.fromString(run.path("id").asString());
    }

    private static List<Map<String, Object>> forecasts(UUID run) {
        return READER.sql("""
                SELECT path::text AS path, snapshot_id, counted_from, forecasts[1] AS first, cardinality(forecasts) AS steps,
                       cardinality(spreads) AS spreads, cardinality(errors) AS errors
                FROM training.group_forecast WHERE run_id = ? ORDER BY path
                """).param(run).query().listOfRows();
    }

    /** Units of a week, as the toy family makes them. */
    private static double units(int store, int week) {
        return 100 + 10 * store + week % 4 * 5 - 20 * (1 + week % 3);
    }

    @Test
    void eachGroupIsForecastFromTheSumsOfItsKeys() throws Exception {
        UUID run = train("toy-group-sums", "reconcile: {by: [region], method: mint}\n");

        List<Map<String, Object>> forecasts = forecasts(run);

        assertThat(forecasts).extracting(row -> row.get("path")).containsExactlyInAnyOrder("[]", "[\"r0\"]",
                "[\"r1\"]", "[\"r2\"]");
        for (Map<String, Object> forecast : forecasts) {
            assertThat(forecast).containsEntry("snapshot_id", "toy-group-sums-1").containsEntry("counted_from", 60L)
                    .containsEntry("steps", 2).containsEntry("spreads", 2);
            assertThat((int) forecast.get("errors")).isGreaterThan(30);
            double mean = IntStream.range(0, STORES)
                    .filter(store -> forecast.get("path").equals("[]")
                            || forecast.get("path").equals("[\"r" + store % 3 + "\"]"))
                    .mapToDouble(store -> IntStream.rangeClosed(1, 60).mapToDouble(week -> units(store, week)).average()
                            .orElseThrow())
                    .sum();
            assertThat((double) forecast.get("first")).as("%s", forecast).isCloseTo(mean, within(0.25 * mean));
        }
    }

    @Test
    void withoutMintNoGroupIsForecast() throws Exception {
        assertThat(forecasts(train("toy-group-bottom", "reconcile: [region]\n"))).isEmpty();
        assertThat(forecasts(train("toy-group-none", ""))).isEmpty();
    }
}
