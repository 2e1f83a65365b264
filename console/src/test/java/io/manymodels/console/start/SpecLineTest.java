package io.manymodels.console.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecLineTest {

    private static final String SPEC = """
            family: shop
            key: [store]
            training:
              metric: mea
            forecast: {gap: 0, horizon: 0}
            """;

    @TempDir
    Path landing;

    @ParameterizedTest
    @CsvSource({"training.metric, 4", "training.windows, 3", "forecast.horizon, 5", "family, 1", "key[0], 2",
            "nothing, 1"})
    void anErrorStandsAtTheLineThatItIsAbout(String path, int line) {
        assertThat(SpecLine.of(SPEC, List.of(new Detail(path, "wrong. Maybe right")))).singleElement()
                .satisfies(found -> assertThat(found.number()).isEqualTo(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.csv", "a/b.csv", "/etc/passwd", ".hidden.csv", "a b.csv", "", "x.sh",
            "a\u0000.csv", "-.csv"})
    void noFileGoesWhereItShouldNot(String name) {
        LandingFolder folder = new LandingFolder(new StartProperties(landing));

        assertThatThrownBy(() -> folder.store(name, new ByteArrayInputStream(new byte[0])))
                .isInstanceOf(ManyModelsException.class).hasMessageContaining("Maybe");
    }

    @Test
    void aFileComesInWhole() {
        LandingFolder folder = new LandingFolder(new StartProperties(landing));

        assertThat(folder.store("sales.csv.gz", new ByteArrayInputStream(new byte[] {1, 2})))
                .isEqualTo("uploads/sales.csv.gz");
        assertThat(landing.resolve("uploads/sales.csv.gz")).hasBinaryContent(new byte[] {1, 2});
        assertThat(landing.resolve("uploads")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void whereNoFolderIsNamedNothingComesIn() {
        LandingFolder folder = new LandingFolder(new StartProperties(null));

        assertThat(folder.isOpen()).isFalse();
        assertThatThrownBy(() -> folder.store("a.csv", new ByteArrayInputStream(new byte[0])))
                .isInstanceOf(ManyModelsException.class);
    }
}
