package io.manymodels.console.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandingFolderTest {

    @TempDir
    Path folder;

    private LandingFolder landing() {
        return new LandingFolder(new StartProperties(folder.resolve("landing")));
    }

    private static InputStream text(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }

    @Test
    void aFileIsFoundByThePathThatASpecNames() throws IOException {
        String path = landing().store("sales.csv.gz", text("a,b"), false);

        assertThat(folder.resolve("landing").resolve(path)).hasContent("a,b");
        assertThat(files()).containsExactly("landing/uploads/sales.csv.gz");
    }

    @Test
    void tonightsFileTakesThePlaceOfYesterdays() throws IOException {
        landing().store("sales.csv", text("old"), false);
        landing().store("sales.csv", text("new"), true);

        assertThat(folder.resolve("landing/uploads/sales.csv")).hasContent("new");
        assertThat(files()).hasSize(1);
    }

    /** Another family may read it tonight. */
    @Test
    void aFileOfTheSameNameStaysUnlessItIsToBeReplaced() {
        landing().store("sales.csv", text("theirs"), false);

        assertThatThrownBy(() -> landing().store("sales.csv", text("mine"), false))
                .isInstanceOfSatisfying(ManyModelsException.class, e -> assertThat(e.code()).isEqualTo("file-exists"))
                .hasMessageContaining("[sales.csv]").hasMessageContaining("Maybe");
        assertThat(folder.resolve("landing/uploads/sales.csv")).hasContent("theirs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../sales.csv", "..", "", "/etc/x.csv", "a/b.csv", "a\\b.csv", ".hidden.csv", "a b.csv",
            "a\t.csv", "a\u0000.csv", "-.csv", "x.csv\n", "a*.csv", "\"><script>.csv", "sales..csv"})
    void aNameThatMayLeadElsewhereIsRefused(String name) throws IOException {
        assertRefused(name, "file-name");
    }

    @ParameterizedTest
    @CsvSource({"sales.xlsx", "sales", "sales.csv.sh", "csv"})
    void aFileThatCannotBeReadIsRefused(String name) throws IOException {
        assertRefused(name, "file-type");
    }

    private void assertRefused(String name, String code) throws IOException {
        assertThatThrownBy(() -> landing().store(name, text("a,b"), false)).isInstanceOfSatisfying(
                ManyModelsException.class,
                e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e).hasMessageContaining("[" + name + "]").hasMessageContaining("Maybe");
                });
        assertThat(files()).isEmpty();
    }

    /** A browser that goes away half way leaves neither half a file nor one that ingestion would take for whole. */
    @Test
    void halfAnUploadLeavesNothing() throws IOException {
        landing().store("sales.csv", text("whole"), false);

        InputStream gone = InputStream.nullInputStream();
        gone.close();

        assertThatThrownBy(() -> landing().store("sales.csv", new SequenceInputStream(text("half"), gone), true))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("[sales.csv]");
        assertThat(folder.resolve("landing/uploads/sales.csv")).hasContent("whole");
        assertThat(files()).hasSize(1);
    }

    @Test
    void whereOthersBringFilesNoneIsTaken() {
        LandingFolder closed = new LandingFolder(new StartProperties(null));

        assertThat(closed.isOpen()).isFalse();
        assertThatThrownBy(() -> closed.store("sales.csv", text("a"), false)).isInstanceOf(ManyModelsException.class)
                .hasMessageContaining("Maybe");
    }
}
