package io.manymodels.scoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.scoring.parquet.ColumnKind;
import io.manymodels.scoring.prediction.PredictionColumn.Role;
import java.util.List;
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

        assertThat(schema.probabilityColumns()).containsExactly("probability_no", "probability_no_2",
                "probability_maybe_later", "probability_ja");
        assertThat(schema.isLabelled()).isTrue();
    }

    @Test
    void aColumnOfTheFamilyMustNotTakeANameOfOurs() {
        PredictionColumn release = new PredictionColumn("Release", ColumnKind.TEXT, Role.KEY, "Release");

        assertThatThrownBy(() -> PredictionSchema.ofNumbers(List.of(release), "units", List.of()))
                .hasMessageContaining("[release]").hasMessageContaining("Maybe");
    }

    @Test
    void aSchemaIsKeptAsJson() {
        PredictionSchema schema = PredictionSchema.ofLabels(List.of(STORE), "rain", List.of("No", "Yes"));
        JsonMapper json = JsonMapper.builder().build();

        assertThat(json.readValue(json.writeValueAsString(schema), PredictionSchema.class)).isEqualTo(schema);
    }
}
