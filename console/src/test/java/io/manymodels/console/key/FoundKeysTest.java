package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.console.key.KeyReader.FoundKey;
import io.manymodels.console.key.KeyReader.FoundKeys;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class FoundKeysTest {

    /** Of an error the larger is the worse, of a share of hits the smaller, of a bias the one further from nothing. */
    @ParameterizedTest
    @CsvSource({"mape, 10, 11, true", "mape, 11, 10, false", "mape, 10, 10, false", "accuracy, 0.9, 0.8, true",
            "accuracy, 0.8, 0.9, false", "bias, 1, -2, true", "bias, -2, 1, false", "mape, , 3, false",
            "mape, 3, , false"})
    void aKeyThatBecameWorseIsToldFromOneThatChanged(String metric, @Nullable Double before, @Nullable Double now,
            boolean worse) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        FoundKey key = new FoundKey(json.objectNode(), "own", 1, 1, "ridge", now, before, 3L, json.arrayNode());

        assertThat(new FoundKeys(2, metric, List.of(key), null).worse().contains(key)).isEqualTo(worse);
    }
}
