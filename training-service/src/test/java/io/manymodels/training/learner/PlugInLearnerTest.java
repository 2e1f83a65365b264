package io.manymodels.training.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.family.AlgorithmChoice;
import io.manymodels.kernel.KernelCodec;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.kernel.PlugIns;
import io.manymodels.model.ModelBody;
import io.manymodels.model.ModelCodec;
import io.manymodels.model.PartitionModel;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.contest.PartitionTrainer;
import io.manymodels.training.contest.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plug-in of {@code docs/how-to/plug-in.md}: compiled as it stands there, put into a jar, found, trained with and served. */
class PlugInLearnerTest {

    private static final Path GUIDE = Path.of("..", "docs", "how-to", "plug-in.md");

    @TempDir
    static Path folder;

    static PlugIns plugIns;

    @BeforeAll
    static void build() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path source = Files.createDirectories(folder.resolve("source/acme")).resolve("MiddleLearner.java");
        Path codec = source.resolveSibling("MiddleCodec.java");
        Files.writeString(source, code("MiddleLearner"));
        Files.writeString(codec, code("MiddleCodec"));
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        assertThat(compiler.run(null, null, null, "-proc:none", "-d", classes.toString(), "-classpath",
                System.getProperty("java.class.path"), source.toString(), codec.toString())).isZero();
        Path jars = Files.createDirectories(folder.resolve("plug-ins"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jars.resolve("acme.jar")))) {
            for (Path file : all(classes)) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
            service(jar, Learner.class, "acme.MiddleLearner");
            service(jar, KernelCodec.class, "acme.MiddleCodec");
        }
        plugIns = PlugIns.in(jars.toString());
    }

    @Test
    void isFoundByItsNameTrainedAndServed() {
        Catalogue catalogue = Catalogue.with(plugIns);
        TrainingSpec spec = Toys.regression("acme-middle");
        PartitionRows rents = Toys.rents(140, 3);

        TrainingResult.Trained trained = (TrainingResult.Trained) new PartitionTrainer(spec, catalogue)
                .train(rents.slice(0, 120));
        ModelBody body = ModelCodec.decodeBody(spec.header(), plugIns.codecs(), trained.body());
        double[] answers = new PartitionModel(spec.header(), body).predict(rents.slice(120, 140)).value();

        assertThat(trained.algorithm()).isEqualTo("acme-middle");
        assertThat(catalogue.versions(spec)).isEqualTo("acme-middle=1");
        assertThat(answers).hasSize(20).containsOnly(answers[0]);
        assertThat(answers[0]).isBetween(400.0, 1300.0);
    }

    @Test
    void aProgramWithoutItNamesItAndItsVersion() {
        TrainingSpec spec = Toys.regression("acme-middle");
        TrainingResult.Trained trained = (TrainingResult.Trained) new PartitionTrainer(spec, Catalogue.with(plugIns))
                .train(Toys.rents(120, 3));

        assertThatThrownBy(() -> ModelCodec.decodeBody(spec.header(), KernelCodecs.NONE, trained.body()))
                .hasMessageContaining("[acme.middle] of version [1]")
                .hasMessageContaining("Maybe add the plug-in's jar");
        assertThatThrownBy(() -> new PartitionTrainer(spec, Catalogue.installed()))
                .hasMessageContaining("[acme-middle] is not one of");
    }

    @Test
    void itsSettingsAreCheckedLikeAnyOther() {
        TrainingSpec spec = Toys.regression();
        List<AlgorithmChoice> wrong = List.of(new AlgorithmChoice("acme-middle", Map.of("shar", "0.5")));
        List<AlgorithmChoice> misnamed = List.of(AlgorithmChoice.of("acme-midle"));
        Catalogue catalogue = Catalogue.with(plugIns);

        assertThatThrownBy(() -> catalogue.check("toy", spec.task(), wrong)).hasMessageContaining("Maybe [share]");
        assertThatThrownBy(() -> catalogue.check("toy", spec.task(), misnamed))
                .hasMessageContaining("Maybe [acme-middle]");
    }

    /** The Java block of the guide that declares a class. */
    private static String code(String type) throws IOException {
        for (String block : Files.readString(GUIDE).split("```java\n")) {
            String code = block.split("```")[0];
            if (code.contains("class " + type + " ")) {
                return code;
            }
        }
        throw new AssertionError("[%s] has no Java block with [%s]".formatted(GUIDE, type));
    }

    private static List<Path> all(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void service(JarOutputStream jar, Class<?> service, String implementation) throws IOException {
        jar.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
        jar.write((implementation + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
