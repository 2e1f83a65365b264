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

    @Test
    void columnsOfTheFamilyThatAreCalledLikeOursStandBesideThem() {
        List<PredictionColumn> own = Stream.of("Release", "release_", "row_id", "store", "Store")
                .map(name -> new PredictionColumn(name, ColumnKind.TEXT, Role.KEY, name)).toList();

        PredictionSchema schema = PredictionSchema.ofNumbers(own, "units", List.of());

        assertThat(schema.key()).extracting(PredictionColumn::name).containsExactly("Release_", "release__", "row_id_",
                "store", "Store_");
        assertThat(schema.key()).extracting(PredictionColumn::source).containsExactly("Release", "release_", "row_id",
                "store", "Store");
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
    }

    @Test
    void aSchemaIsKeptAsJson() {
        PredictionSchema schema = PredictionSchema.ofLabels(List.of(STORE), "rain", List.of("No", "Yes"));
        JsonMapper json = JsonMapper.builder().build();

        assertThat(json.readValue(json.writeValueAsString(schema), PredictionSchema.class)).isEqualTo(schema);
    }
}
