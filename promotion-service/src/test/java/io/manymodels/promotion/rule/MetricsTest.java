package io.manymodels.promotion.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.promotion.rule.Comparison.Pair;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MetricsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"mape\":null}", "{\"mape\":\"7\"}", "{\"mape\":true}", "{\"mape\":[7]}",
            "{\"mape\":1e999}", "{\"mape\":\"NaN\"}"})
    void whatIsNoNumberWasNotMeasured(String json) {
        Metrics metrics = Metrics.of(JsonMapper.shared().createParser(json));

        assertThat(metrics.value("mape")).isEmpty();
        assertThat(metrics.names()).isEmpty();
    }

    @Test
    void aNumberThatIsNoneWasNotMeasuredEither() {
        Metrics metrics = new Metrics(Map.of("mape", Double.NaN, "mae", Double.POSITIVE_INFINITY, "rmse", 0d));

        assertThat(metrics.value("mape")).isEmpty();
        assertThat(metrics.value("mae")).isEmpty();
        assertThat(metrics.value("rmse")).hasValue(0);
    }

    @Test
    void aDefaultStandsBehindWhatWasMeasured() {
        Metrics metrics = new Metrics(Map.of("rows", 7d));

        assertThat(metrics.withDefault("rows", 9)).isSameAs(metrics);
        assertThat(metrics.withDefault("mape", 9).values()).isEqualTo(Map.of("rows", 7d, "mape", 9d));
        assertThat(metrics.values()).as("is left as it was").hasSize(1);
        assertThatThrownBy(() -> metrics.values().put("x", 1d)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aComparisonHasWhatBothHave() {
        Comparison comparison = Comparison.ofBacktests(List.of("mape", "mae", "auc", "rmse"),
                new Metrics(Map.of("mape", 10d, "mae", 1d, "rmse", Double.NaN)),
                new Metrics(Map.of("mape", 20d, "auc", 0.5, "rmse", 3d)));

        assertThat(comparison.figures()).isEqualTo(Map.of("mape", new Pair(10, 20)));
        assertThat(comparison.rows()).isZero();
        assertThat(comparison.described()).contains("backtests of both");
        assertThat(Comparison.unreadable().figures()).isEmpty();
    }
}
