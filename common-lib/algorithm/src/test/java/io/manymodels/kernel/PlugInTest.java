package io.manymodels.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plug-in compiled against this module alone, found by a class loader of its own. */
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
    void isFoundByItsNameInAnotherJar(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("acme")).resolve("Constants.java");
        Files.writeString(source, SOURCE);
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
        int result = compiler.run(null, null, null, "-d", folder.toString(), "-classpath",
                System.getProperty("java.class.path"), source.toString());
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(KernelCodec.class.getName()), "acme.Constants\n");
        double[] scores = new double[2];
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()},
                KernelCodec.class.getClassLoader())) {
            Kernel.Foreign kernel = KernelCodecs.in(loader).read("acme.constant", 1, 3, new byte[] {7});
            kernel.score(new double[6], 2, 3, scores);
        }

        assertThat(result).isZero();
        assertThat(scores).containsExactly(7, 7);
    }
}
