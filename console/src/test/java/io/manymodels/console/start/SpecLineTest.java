package io.manymodels.console.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.problem.ManyModelsException.Detail;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecLineTest {

    private static final String SPEC = """
            family: shop
            key: [store]
            training:
              metric: mea
            forecast: {gap: 0, horizon: 0}
            """;

    @ParameterizedTest
    @CsvSource({"training.metric, 4", "training.windows, 3", "forecast.horizon, 5", "family, 1", "key[0], 2",
            "nothing, 1"})
    void anErrorStandsAtTheLineThatItIsAbout(String path, int line) {
        assertThat(SpecLine.of(SPEC, List.of(new Detail(path, "wrong. Maybe right")))).singleElement()
                .satisfies(found -> assertThat(found.number()).isEqualTo(line));
    }
}
