package io.manymodels.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins compiled against this module alone, each in a jar of its own. */
class PlugInTest {

    private static final String SOURCE = """
            package acme;

            import io.manymodels.kernel.Kernel;
            import io.manymodels.kernel.KernelCodec;

            public final class Constants implements KernelCodec {

                @Override
                public String name() {
                    return "acme.constant";
                }

                @Override
                public int version() {
                    return 1;
                }

                @Override
                public Kernel.Foreign read(int version, int width, byte[] bytes) {
                    return new Constant(bytes[0]);
                }

                record Constant(byte value) implements Kernel.Foreign {

                    @Override
                    public int outputs() {
                        return 1;
                    }

                    @Override
                    public void score(double[] matrix, int rows, int width, double[] scores) {
                        java.util.Arrays.fill(scores, value);
                    }

                    @Override
                    public String name() {
                        return "acme.constant";
                    }

                    @Override
                    public int version() {
                        return 1;
                    }

                    @Override
                    public byte[] bytes() {
                        return new byte[] {value};
                    }

                    @Override
                    public long weight() {
                        return 16;
                    }
                }
            }
            """;

    @Test
    void isFoundByItsNameInAJarOfTheFolder(@TempDir Path folder) throws IOException {
        jar(folder.resolve("acme.jar"), compiled(folder.resolve("work"), "Constants", SOURCE));

        Kernel.Foreign kernel = PlugIns.in(folder.toString()).codecs().read("acme.constant", 1, 3, new byte[] {7});
        double[] scores = new double[2];
        kernel.score(new double[6], 2, 3, scores);

        assertThat(scores).containsExactly(7, 7);
    }

    @Test
    void oneThatLiesThereTwiceIsToldByBothClasses(@TempDir Path folder) throws IOException {
        jar(folder.resolve("a.jar"), compiled(folder.resolve("one"), "Constants", SOURCE));
        jar(folder.resolve("b.jar"), compiled(folder.resolve("two"), "Others",
                SOURCE.replace("class Constants", "class Others").replace("Constant(", "Other(")));

        assertThatThrownBy(() -> PlugIns.in(folder.toString()).codecs()).hasMessageContaining("acme.Constants")
                .hasMessageContaining("acme.Others").hasMessageContaining("Maybe a plug-in lies there twice");
    }

    @Test
    void oneThatCannotBeMadeIsNamed(@TempDir Path folder) throws IOException {
        Path work = compiled(folder.resolve("work"), "Constants", SOURCE);
        Files.delete(work.resolve("acme/Constants.class"));
        jar(folder.resolve("acme.jar"), work);

        assertThatThrownBy(() -> PlugIns.in(folder.toString()).codecs()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("acme.Constants").hasMessageContaining("Maybe it was compiled for another");
    }

    /** Its class file says a version in bytes 6 and 7. */
    @Test
    void oneThatALaterJavaCompiledIsNamedWithBothVersions(@TempDir Path folder) throws IOException {
        Path work = compiled(folder.resolve("work"), "Constants", SOURCE);
        Path file = work.resolve("acme/Constants.class");
        byte[] bytes = Files.readAllBytes(file);
        bytes[7] = 99;
        Files.write(file, bytes);
        jar(folder.resolve("acme.jar"), work);

        assertThatThrownBy(() -> PlugIns.in(folder.toString()).codecs()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("acme/Constants").hasMessageContaining("99.0").hasMessageContaining("Maybe");
    }

    /** It was compiled against something that the folder does not have. */
    @Test
    void oneThatMissesAJarIsNamedWithWhatItMisses(@TempDir Path folder) throws IOException {
        Path work = folder.resolve("work");
        Path base = Files.createDirectories(work.resolve("acme")).resolve("Base.java");
        Files.writeString(base, "package acme; public class Base {}");
        compiled(work, "Constants", SOURCE.replace("class Constants", "class Constants extends Base"), base);
        Files.delete(work.resolve("acme/Base.class"));
        jar(folder.resolve("acme.jar"), work);

        assertThatThrownBy(() -> PlugIns.in(folder.toString()).codecs()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("acme/Base").hasMessageContaining("Maybe");
    }

    @Test
    void aFolderThatIsNotThereIsToldByItsSetting(@TempDir Path folder) {
        assertThatThrownBy(() -> PlugIns.in(folder.resolve("none").toString()))
                .hasMessageContaining("manymodels.plug-ins").hasMessageContaining("Maybe it is not there");
        assertThatThrownBy(() -> PlugIns.in(" ").codecs().read("acme.constant", 1, 3, new byte[1]))
                .hasMessageContaining("Maybe add the plug-in's jar");
    }

    private static Path compiled(Path work, String name, String source, Path... others) throws IOException {
        Path file = Files.createDirectories(work.resolve("acme")).resolve(name + ".java");
        Files.writeString(file, source);
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        Stream<String> arguments = Stream.of("-d", work.toString(), "-classpath",
                System.getProperty("java.class.path"), file.toString());
        assertThat(compiler.run(null, null, null, Stream.concat(arguments, Arrays.stream(others).map(Path::toString))
                .toArray(String[]::new))).isZero();
        Path services = Files.createDirectories(work.resolve("META-INF/services"));
        Files.writeString(services.resolve(KernelCodec.class.getName()), "acme." + name + "\n");
        return work;
    }

    private static void jar(Path jar, Path work) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(work)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(work.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }
}
