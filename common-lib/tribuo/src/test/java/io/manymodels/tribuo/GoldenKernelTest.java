package io.manymodels.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.PlugIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels that an earlier build stored are read by this one, and answer as they did there: {@code golden/1} has one of each kind,
 * stored with Tribuo 4.3.2. When Tribuo or the version of the bytes is raised, {@link #main} writes the next folder.
 */
class GoldenKernelTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<Path> kernels() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".kernel")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void answersAsItDidWhenItWasStored(Path file) throws IOException {
        List<Double> expected = Files.readAllLines(Path.of(file.toString().replace(".kernel", ".scores"))).stream()
                .map(Double::valueOf).toList();

        Kernel.Foreign kernel = PlugIns.NONE.codecs().read(TribuoKernel.NAME,
                Integer.parseInt(GOLDEN.relativize(file).getName(0).toString()), Trained.WIDTH,
                Files.readAllBytes(file));

        double[] scores = scores(kernel);
        assertThat(scores).hasSize(expected.size());
        for (int i = 0; i < scores.length; i++) {
            assertThat(scores[i]).isCloseTo(expected.get(i), within(1e-12));
        }
    }

    @Test
    void everyKindIsThere() throws IOException {
        assertThat(kernels().stream().map(file -> file.getFileName().toString()))
                .containsAll(Trained.all().stream().map(trained -> name(trained) + ".kernel").toList());
    }

    /** Writes one of each kind into a folder of the bytes' version. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(GOLDEN.resolve(Integer.toString(TribuoKernel.VERSION)));
        for (Trained trained : Trained.all()) {
            Files.write(folder.resolve(name(trained) + ".kernel"), trained.kernel().bytes());
            Files.writeString(folder.resolve(name(trained) + ".scores"), Arrays.stream(scores(trained.kernel()))
                    .mapToObj(Double::toString).collect(Collectors.joining("\n", "", "\n")));
        }
    }

    private static String name(Trained trained) {
        return trained.toString().replace(' ', '-');
    }

    private static double[] scores(Kernel kernel) {
        double[] scores = new double[6 * kernel.outputs()];
        kernel.score(Trained.asked(), 6, Trained.WIDTH, scores);
        return scores;
    }
}
