package io.manymodels.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OurColumnsTest {

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @ParameterizedTest
    @CsvSource({"store, release", "release, release_", "RELEASE, release_", "release;release_, release__",
            "release_, release", "releases, release", "my release, release"})
    void oursGivesWayToEachOfTheFamilysAndToNothingElse(String family, String called) {
        OurColumns ours = new OurColumns(List.of(family.split(";")));

        assertThat(ours.called("release")).isEqualTo(called);
    }

    @Test
    void keyTimeAndIdsOfAFamilyStandBesideOurs() {
        OurColumns ours = OurColumns.beside(FamilySpec.read("""
                family: f
                source: {files: f.csv}
                key: [release, label]
                time: scored_at
                target: prediction
                task: regression
                columns: {id: [rung], known: [run_id]}
                """).orThrow());

        assertThat(List.of("release", "label", "scored_at", "rung", "prediction", "run_id")).extracting(ours::called)
                .containsExactly("release_", "label_", "scored_at_", "rung_", "prediction", "run_id");
    }

    @Test
    void whatARowSaysInOursIsFoundByTheirUsualNames() {
        OurColumns ours = OurColumns.beside(json("""
                {"key": {"prediction": 1, "prediction_": 2},
                 "columns": [{"name": "rung", "role": "time"}, {"name": "lower_80", "role": "id"},
                             {"name": "upper_80", "role": "known"}, {"name": "prediction__", "role": "target"}]}
                """));

        JsonNode said = ours.in(json("""
                {"prediction": 1, "prediction_": 2, "rung": "2024-01-01", "lower_80": "x",
                 "prediction__": 7.5, "lower_80_": 7, "upper_80": 8, "rung_": "own", "probability_a_": 1}
                """));

        assertThat(said).isEqualTo(json("""
                {"prediction": 7.5, "lower_80": 7, "upper_80": 8, "rung": "own", "probability_a_": 1}
                """));
    }

    @Test
    void ofRowsAndFamiliesThatAreNotThereNothingIsSaid() {
        assertThat(OurColumns.beside(json("{}")).in(json("null"))).isEmpty();
    }
}
