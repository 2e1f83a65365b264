package io.manymodels.verification.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rule that repositories name the columns that they read: a newer version adds some while one of before reads, and the
 * server refuses a kept plan whose result has other columns. It reads sources, as ArchUnit does not.
 */
final class NamedColumns {

    private static final Pattern ALL_COLUMNS = Pattern
            .compile("(?i)\\b(SELECT(\\s+DISTINCT(\\s+ON\\s*\\([^)]*\\))?)?|RETURNING)\\s+(\\w+\\.)?\\*");
    /** Reads tables of one run, which nothing changes once they are made; files; results of a user's SQL. */
    private static final Set<String> OTHERS = Set.of("PredictionPageRepository.java", "ParquetRepository.java");

    private NamedColumns() {}

    /** Repositories below the folder that read all columns that there are, each with where. */
    static List<String> missing(Path root) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().contains("/src/main/java/"))
                    .filter(path -> path.toString().endsWith("Repository.java"))
                    .filter(path -> !OTHERS.contains(path.getFileName().toString())).toList()) {
                ALL_COLUMNS.matcher(Files.readString(file)).results()
                        .forEach(match -> found.add(root.relativize(file) + ": " + match.group()));
            }
        }
        return found;
    }
}
