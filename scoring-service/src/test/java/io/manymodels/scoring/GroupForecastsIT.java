package io.manymodels.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Forecasts of groups of keys beside those of the keys, of the real service. */
class GroupForecastsIT {

    private final ScoringStack stack = ScoringStack.INSTANCE;
    private final JdbcClient reader = stack.database("reader");

    private ToyRelease scored(String family, UnaryOperator<String> spec) throws Exception {
        ToyRelease toy = stack.toy(family, spec);
        toy.snapshot(family + "-1");
        toy.release(1, family + "-1");
        JsonNode run = stack.score(family, "{}");
        assertThat(run.path("state").asString()).as("%s", run).isEqualTo("succeeded");
        return toy;
    }

    private List<Map<String, @Nullable Object>> rows(String sql) {
        return reader.sql(sql).query().listOfRows();
    }

    private static String reconciled(String spec) {
        return spec + "reconcile: [chain, region]\n";
    }

    @Test
    void aGroupIsTheSumOfItsKeysAtEachLevelAndTime() throws Exception {
        scored("toy-groups", spec -> reconciled(spec).replace("known: [price]", "known: [price], static: [chain]"));

        List<Map<String, @Nullable Object>> groups = rows("SELECT * FROM reporting.toy_groups_groups");

        // All keys, chains 0 to 2, and the one region of each that has predictions; two weeks.
        assertThat(groups).hasSize(2 + 6 + 6);
        Map<String, Double> expected = new java.util.HashMap<>();
        Map<String, Long> keys = new java.util.HashMap<>();
        for (Map<String, @Nullable Object> row : rows("""
                SELECT store % 3 AS chain, region, week, prediction FROM reporting.toy_groups_predictions
                """)) {
            for (List<Object> group : List.of(List.<Object>of(), List.<Object>of(row.get("chain")),
                    List.<Object>of(row.get("chain"), row.get("region")))) {
                String name = group + "/" + row.get("week");
                expected.merge(name, (Double) row.get("prediction"), Double::sum);
                keys.merge(name, 1L, Long::sum);
            }
        }
        for (Map<String, @Nullable Object> group : groups) {
            List<Object> path = new ArrayList<>();
            for (int i = 0; i < (int) group.get("level"); i++) {
                path.add(group.get(List.of("chain", "region").get(i)));
            }
            String name = path + "/" + group.get("week");
            assertThat((double) group.get("prediction")).as(name).isCloseTo(expected.get(name), within(1e-6));
            assertThat(group).as(name).containsEntry("keys", keys.get(name)).containsEntry("release", 1);
        }
        assertThat(rows("""
                SELECT chain, region FROM reporting.toy_groups_groups WHERE level < 2 AND region IS NOT NULL
                   OR level = 0 AND chain IS NOT NULL
                """)).isEmpty();
        assertThat(rows("SELECT DISTINCT keys FROM reporting.toy_groups_groups WHERE level = 0").toString())
                .isEqualTo("[{keys=13}]");
    }

    @Test
    void pagesHaveThemCoarseGroupsFirst() throws Exception {
        scored("toy-group-pages",
                spec -> reconciled(spec).replace("known: [price]", "known: [price], static: [chain]"));
        String path = "/api/v1/families/toy-group-pages/predictions/groups?";

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = stack.get(path + "limit=5" + cursor);
            page.path("items").forEach(item -> seen.add("%s/%s/%s/%s".formatted(item.path("level").asInt(),
                    item.path("chain").asString(""), item.path("region").asString(""), item.path("week").asInt())));
            cursor = page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(14).startsWith("0///21", "0///22", "1/0//21").endsWith("2/2/north/22");
        assertThat(stack.get(path + "level=1&chain=2").path("items")).hasSize(2);
        assertThat(stack.get(path + "region=south").path("items")).isEmpty();
        assertThat(code(path + "store=1")).isEqualTo("400 filter-unknown");
        assertThat(code(path + "level=3")).isEqualTo("400 level-malformed");
    }

    private String code(String path) {
        return ScoringStack.code(stack.send("GET", path, null, Role.VIEWER, null));
    }

    @Test
    void aFamilyThatNamesNoGroupsHasNone() throws Exception {
        ToyRelease toy = scored("toy-ungrouped", spec -> spec + "reconcile: [region]\n");
        assertThat(rows("SELECT 1 FROM reporting.toy_ungrouped_groups")).hasSize(4);

        toy.change(UnaryOperator.identity());
        assertThat(stack.score("toy-ungrouped", "{}").path("state").asString()).isEqualTo("succeeded");

        assertThat(rows("SELECT 1 FROM pg_views WHERE viewname = 'toy_ungrouped_groups'")).isEmpty();
        assertThat(code("/api/v1/families/toy-ungrouped/predictions/groups")).isEqualTo("404 groups-missing");
    }

    @Test
    void aColumnThatTheSnapshotDoesNotHaveIsToldBeforeAnythingIsScored() throws Exception {
        ToyRelease toy = stack.toy("toy-unfit", spec -> (spec + "reconcile: [colour]\n").replace("known: [price]",
                "known: [price], static: [colour]"));
        toy.snapshot("unfit-1");
        toy.release(1, "unfit-1");

        JsonNode run = stack.score("toy-unfit", "{}");

        assertThat(run.path("state").asString()).isEqualTo("failed");
        assertThat(run.path("problem").path("code").asString()).as("%s", run).isEqualTo("reconcile-unfit");
    }
}
