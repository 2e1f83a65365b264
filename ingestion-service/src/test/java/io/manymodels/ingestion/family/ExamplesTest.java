package io.manymodels.ingestion.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.family.FamilySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsAValidSpecThatTheReadmeNames(Path example) throws IOException {
        FamilySpec spec = FamilySpec.read(Files.readString(example)).orThrow();

        assertThat(example.getFileName()).hasToString(spec.family() + ".yaml");
        assertThat(Files.readString(EXAMPLES.resolve("README.md"))).contains("(" + example.getFileName() + ")");
        assertThat(spec.description()).isNotEmpty();
    }
}
