package io.manymodels.verification.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rule that every package says what it holds and is null-marked; it reads sources, which ArchUnit does not. */
final class PackageDescriptions {

    private PackageDescriptions() {}

    /** Packages below the folder without a {@code package-info} that is {@code @NullMarked}. */
    static List<String> missing(Path root) throws IOException {
        List<String> silent = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path folder : files.filter(Files::isDirectory)
                    .filter(found -> found.toString().contains("/src/main/java/"))
                    .filter(PackageDescriptions::holdsJava).toList()) {
                Path description = folder.resolve("package-info.java");
                if (!Files.exists(description) || !Files.readString(description).contains("@NullMarked")) {
                    silent.add(root.relativize(folder).toString());
                }
            }
        }
        return silent;
    }

    private static boolean holdsJava(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
