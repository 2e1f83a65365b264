package io.manymodels.ingestion.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.problem.ManyModelsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LandingFolderTest {

    @TempDir
    Path temporary;

    private Path root;
    private Path outside;

    @BeforeEach
    void folders() throws IOException {
        Path real = temporary.toRealPath();
        root = Files.createDirectory(real.resolve("landing"));
        outside = Files.createDirectory(real.resolve("outside"));
        Files.writeString(outside.resolve("secret.csv"), "k,y\n1,1\n");
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "k,y\n1,1\n");
        }
    }

    private List<String> found(String glob) {
        return new LandingFolder(root).resolve(glob).stream().map(path -> root.relativize(path).toString()).toList();
    }

    private void refused(String glob, String code, String... parts) {
        assertThatThrownBy(() -> found(glob)).isInstanceOfSatisfying(ManyModelsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).contains("Maybe").contains(parts);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"*.csv|top.csv", "a/*.csv|a/one.csv,a/two.csv",
            "*/one.csv|a/one.csv,b/one.csv",
            "**.csv|a/b/c/deep.csv,a/one.csv,a/two.csv,b/one.csv,top.csv", "a/**/*.csv|a/b/c/deep.csv",
            "{a,b}/one.csv|a/one.csv,b/one.csv", "{a/b,b}/*|b/one.csv", "[ab]/two.csv|a/two.csv"})
    void findsWhatAGlobNames(String glob, String files) throws Exception {
        files("top.csv", "a/one.csv", "a/two.csv", "a/b/c/deep.csv", "b/one.csv", "b/_SUCCESS");

        assertThat(found(glob)).containsExactly(files.split(","));
    }

    @Test
    void findsFilesHoweverDeepTheyLie() throws Exception {
        files("1/2/3/4/5/6/7/8/9/10/deep.csv");

        assertThat(found("**.csv")).hasSize(1);
        assertThat(found("1/2/3/4/5/6/7/8/9/*/deep.csv")).hasSize(1);
    }

    @Test
    void saysWhenThereAreTooManyRatherThanLeavingSomeOut() throws Exception {
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i <= LandingGlob.MOST_FILES; i++) {
            Files.createFile(many.resolve(i + ".csv"));
        }

        refused("many/*.csv", "source-too-many-files", "[many/*.csv]", "[100000]");
        assertThat(found("many/7.csv")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.csv", "**.csv", "in/*.csv", "*/one.csv"})
    void aLinkThatTheGlobDoesNotNameDoesNoHarm(String glob) throws Exception {
        files("top.csv", "in/one.csv");
        Files.createSymbolicLink(root.resolve("nowhere"), root.resolve("gone"));
        Files.createSymbolicLink(root.resolve("nowhere.txt"), outside.resolve("gone.txt"));
        Files.createSymbolicLink(root.resolve("secret.txt"), outside.resolve("secret.csv"));
        if (!glob.startsWith("*/")) {
            Files.createSymbolicLink(root.resolve("away"), outside);
        }

        assertThat(found(glob)).isNotEmpty().allMatch(name -> List.of("top.csv", "in/one.csv").contains(name));
    }

    @Test
    void aLinkThatTheGlobNamesMustLeadToSomethingInside() throws Exception {
        files("in/one.csv");
        Files.createSymbolicLink(root.resolve("out.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(root.resolve("gone.csv"), root.resolve("nothing.csv"));
        Files.createSymbolicLink(root.resolve("away"), outside);
        Files.createSymbolicLink(root.resolve("current"), root.resolve("in"));
        Files.createSymbolicLink(root.resolve("alias.csv"), root.resolve("in/one.csv"));

        refused("o*.csv", "source-outside-landing", "[out.csv]");
        refused("g*.csv", "source-not-found", "[gone.csv]", "leads nowhere");
        refused("aw*/secret.csv", "source-outside-landing", "[away]");
        assertThat(found("current/*.csv")).containsExactly("in/one.csv");
        assertThat(found("al*.csv")).containsExactly("in/one.csv");
    }

    @Test
    void readsNoFileTwiceAndGoesRoundNoCircle() throws Exception {
        files("in/one.csv");
        Files.createSymbolicLink(root.resolve("current"), root.resolve("in"));
        Files.createSymbolicLink(root.resolve("in/up"), root);

        assertThat(found("*/*.csv")).containsExactly("in/one.csv");
        assertThat(found("**.csv")).containsExactly("in/one.csv");
    }
}
