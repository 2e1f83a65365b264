package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PredictionSchemaTest {

    private static final PredictionColumn STORE = new PredictionColumn("store", ColumnKind.INTEGER, Role.KEY, "Store");

    @Test
    void numbersHaveIntervals() {
        PredictionSchema schema = PredictionSchema.ofNumbers(List.of(STORE), "units", List.of(80, 95));

        assertThat(schema.columns()).extracting(PredictionColumn::name).containsExactly("store", "prediction",
                "lower_80",
                "upper_80", "lower_95", "upper_95", "known_carried", "rung", "model_version", "release", "run_id",
                "scored_at");
        assertThat(schema.isLabelled()).isFalse();
    }

    @Test
    void labelsHaveProbabilitiesUnderNamesThatDiffer() {
        PredictionSchema schema = PredictionSchema.ofLabels(List.of(STORE), "rain",
                List.of("No", "no", "Maybe; later", "Ja"));

        assertThat(schema.probabilityColumns()).containsExactly("probability_No", "probability_no_",
                "probability_Maybe; later", "probability_Ja");
        assertThat(schema.isLabelled()).isTrue();
    }

    private static List<PredictionColumn> keys(String... names) {
        return Stream.of(names).map(name -> new PredictionColumn(name, ColumnKind.TEXT, Role.KEY, name)).toList();
    }

    private static List<String> shown(PredictionSchema schema) {
        return schema.columns().stream().map(PredictionColumn::shown).toList();
    }

    @Test
    void inTablesColumnsOfTheFamilyGiveWayToOurs() {
        PredictionSchema schema = PredictionSchema.ofNumbers(
                keys("Release", "release_", "row_id", "store", "Store", "actual", "ctid"), "units", List.of());

        assertThat(schema.key()).extracting(PredictionColumn::name).containsExactly("Release_", "release__", "row_id_",
                "store", "Store_", "actual_", "ctid_");
    }

    @Test
    void whereTheyAreShownOursGiveWay() {
        PredictionSchema schema = PredictionSchema.ofNumbers(keys("Release", "release_", "row_id", "LOWER_80", "ctid"),
                "units", List.of(80));

        assertThat(shown(schema)).containsExactly("Release", "release_", "row_id", "LOWER_80", "ctid", "prediction",
                "lower_80_", "upper_80", "known_carried", "rung", "model_version", "release__", "run_id", "scored_at");
        assertThat(shown(schema.explained())).doesNotHaveDuplicates().contains("release__", "explanation", "LOWER_80");
    }

    @Test
    void twoOfOursThatGiveWayStayTwo() {
        PredictionSchema schema = PredictionSchema.ofLabels(keys("probability_x", "label"), "rain",
                List.of("x", "x_", "y"));

        assertThat(shown(schema)).startsWith("probability_x", "label", "prediction", "label_", "probability_x_",
                "probability_x__", "probability_y");
        assertThat(schema.probabilityColumns()).containsExactly("probability_x", "probability_x_", "probability_y");
    }

    @Test
    void anActualValueStandsBesideATimeOfItsName() {
        PredictionSchema schema = PredictionSchema.ofNumbers(
                List.of(STORE, new PredictionColumn("actual", ColumnKind.DATE, Role.TIME, "Time")), "units", List.of());

        assertThat(schema.ofActuals()).extracting(PredictionColumn::name).containsExactly("actual_", "actual");
        assertThat(schema.ofActuals()).extracting(PredictionColumn::shown).containsExactly("actual", "actual_");
    }

    @Test
    void filtersNameColumnsAsTheSpecDoes() {
        PredictionSchema schema = PredictionSchema.ofNumbers(
                List.of(new PredictionColumn("release", ColumnKind.INTEGER, Role.KEY, "Release")), "units", List.of());

        assertThat(PredictionFilter.of(schema, Map.of("release", "7")).values())
                .containsExactly(Map.entry(schema.key().getFirst(), 7L));
    }

    @Test
    void schemasOfOlderBuildsAreRead() {
        assertThat(JsonMapper.builder().build().readValue(
                """
                        {"name": "store", "kind": "INTEGER", "role": "KEY", "comment": "Store"}""",
                PredictionColumn.class)).isEqualTo(STORE);
        assertThat(JsonMapper.builder().build().readValue(
                """
                        {"name": "row_id_", "source": "row_id", "kind": "INTEGER", "role": "KEY", "comment": ""}""",
                PredictionColumn.class).shown()).isEqualTo("row_id");
    }

    @Test
    void aSchemaIsKeptAsJson() {
        PredictionSchema schema = PredictionSchema.ofLabels(List.of(STORE), "rain", List.of("No", "Yes"));
        JsonMapper json = JsonMapper.builder().build();

        assertThat(json.readValue(json.writeValueAsString(schema), PredictionSchema.class)).isEqualTo(schema);
    }
}
