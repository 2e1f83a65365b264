package io.manymodels.console.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.console.key.KeyReader.FoundKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SearchTest {

    private static KeysController.Search of(String prefix, String tag) {
        return new KeysController.Search(prefix, "own", "", null, tag, "");
    }

    @Test
    void anEmptyFieldIsNotAskedFor() {
        assertThat(of(" 2 ", "").query()).containsEntry("prefix", "2").containsEntry("rung", "own")
                .containsEntry("algorithm", null).containsEntry("reason", null).containsEntry("sort", "error")
                .doesNotContainKey("tag");
    }

    @ParameterizedTest
    @CsvSource({"region=north, tag.region, north", "' region = north = east ', tag.region, north = east"})
    void aTagIsItsNameAndItsValue(String typed, String name, String value) {
        assertThat(of("", typed.strip()).query()).containsEntry(name, value);
    }

    /** While somebody types, half a tag finds what no tag finds. */
    @ParameterizedTest
    @CsvSource({"region", "=north", "''"})
    void halfATagIsNone(String typed) {
        assertThat(of("", typed).query().keySet()).containsExactlyInAnyOrder("prefix", "rung", "algorithm", "reason",
                "sort");
    }

    @Test
    void aChangeNeedsBothMeasurements() {
        assertThat(found(3.0, 2.5).change()).isEqualTo(0.5);
        assertThat(found(3.0, null).change()).isNull();
        assertThat(found(null, 2.5).change()).isNull();
    }

    private static FoundKey found(@Nullable Double error,
            @Nullable Double before) {
        return new FoundKey(JsonMapper.shared().readTree("{\"store\":2}"), "own", 1, 1, "ridge", error, before, 9L,
                JsonMapper.shared().readTree("[]"));
    }
}
