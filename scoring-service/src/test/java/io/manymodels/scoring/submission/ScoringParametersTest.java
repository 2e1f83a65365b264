package io.manymodels.scoring.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.FamilySpec.Rows;
import io.manymodels.problem.ManyModelsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringParametersTest {

    @ParameterizedTest
    @EnumSource(Rows.class)
    void rowsAreThoseAskedForOrElseThoseOfTheSpec(Rows rows) {
        String asked = ScoringParameters.wireName(rows);

        for (Rows specified : Rows.values()) {
            assertThat(new ScoringParameters(null, asked, null, null).rowsOr(specified)).isEqualTo(rows);
            assertThat(ScoringParameters.DEFAULT.rowsOr(specified)).isEqualTo(specified);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "HORIZON", "horizon ", "none", "null"})
    void rowsThatNobodyKnowsAreRefused(String rows) {
        ScoringParameters parameters = new ScoringParameters(null, rows, null, null);

        assertThatThrownBy(() -> parameters.rowsOr(Rows.ALL))
                .isInstanceOfSatisfying(ManyModelsException.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(ManyModelsException.Kind.INVALID);
                    assertThat(problem.code()).isEqualTo("rows-unknown");
                }).hasMessage("Rows [" + rows + "] are not known. Maybe horizon, unlabelled or all");
    }

    @Test
    void theWordsAreThoseOfTheContract() {
        assertThat(Rows.values()).extracting(ScoringParameters::wireName).containsExactlyInAnyOrder("horizon",
                "unlabelled", "all");
    }
}
